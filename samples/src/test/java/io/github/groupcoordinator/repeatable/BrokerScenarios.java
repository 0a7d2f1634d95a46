package io.github.groupcoordinator.repeatable;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.Worker;
import io.github.groupcoordinator.fault.FaultBarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Brokers that stop, crash and hang, questions of administrators, and faults on the way. */
final class BrokerScenarios {
    private BrokerScenarios() {}

    static void severalBrokers(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        try (Consumer<String, String> classic = clients.member("classic", "classic", "orders", "payments");
                Consumer<String, String> second = clients.member("classic", "classic", "orders", "payments");
                Consumer<String, String> async = clients.member("async", "consumer", "orders");
                Admin admin = kafka.admin()) {
            kafka.awaitStable("classic");
            kafka.awaitStable("async");
            clients.send(Map.of(), "orders", 6, 36);
            kafka.runFor(Duration.ofSeconds(2));
            kafka.broker(2).stop();
            clients.send(Map.of("acks", "1"), "orders", 6, 12);
            kafka.runFor(Duration.ofSeconds(2));
            kafka.broker(2).start();
            kafka.broker(1).crash();
            kafka.clock().advance(Duration.ofSeconds(12));
            kafka.broker(1).start();
            kafka.partition("orders", 0).moveLeader(2);
            kafka.partition("orders", 1).failoverUncleanly(2);
            clients.send(Map.of(), "orders", 6, 12);
            kafka.coordinator("classic").failover();
            kafka.coordinator("async").failover();
            kafka.runFor(Duration.ofSeconds(2));
            kafka.broker(0).pause();
            kafka.clock().advance(Duration.ofSeconds(12));
            kafka.broker(0).resume();
            kafka.awaitStable("classic");
            kafka.awaitStable("async");
            classic.commitSync();
            second.committed(classic.assignment());
            async.commitAsync();
            admin.describeCluster().nodes().get();
        }
    }

    static void admin(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        clients.send(Map.of(), "orders", 6, 24);
        try (Admin admin = kafka.admin();
                Consumer<String, String> classic = clients.member("classic", "classic", "orders");
                Consumer<String, String> async = clients.member("async", "consumer", "orders", "payments")) {
            kafka.awaitStable("classic");
            kafka.awaitStable("async");
            kafka.runFor(Duration.ofSeconds(6));
            topics(admin);
            List<String> groups = List.of("classic", "async");
            admin.listTopics().names().get();
            admin.describeTopics(List.of("orders", "payments", "t2"))
                    .allTopicNames()
                    .get();
            admin.describeConsumerGroups(groups).all().get();
            admin.listConsumerGroups().all().get();
            admin.listConsumerGroupOffsets("classic").all().get();
            admin.listOffsets(Map.of(
                            new TopicPartition("orders", 0), OffsetSpec.latest(),
                            new TopicPartition("orders", 5), OffsetSpec.earliest(),
                            new TopicPartition("payments", 3), OffsetSpec.maxTimestamp(),
                            new TopicPartition("t1", 0), OffsetSpec.forTimestamp(0)))
                    .all()
                    .get();
            classic.close();
            async.close();
            admin.alterConsumerGroupOffsets(
                            "classic",
                            Map.of(
                                    new TopicPartition("orders", 4), new OffsetAndMetadata(1),
                                    new TopicPartition("orders", 1), new OffsetAndMetadata(2)))
                    .all()
                    .get();
            admin.deleteConsumerGroups(groups).all().get();
            admin.deleteTopics(List.of("t3", "t1", "orders")).all().get();
            kafka.runFor(Duration.ofSeconds(2));
        }
    }

    private static void topics(Admin admin) throws Exception {
        List<NewTopic> topics = new ArrayList<>();
        List<ConfigResource> resources = new ArrayList<>();
        for (String name : List.of("t3", "t1", "t2")) {
            topics.add(new NewTopic(name, 2, (short) 1).configs(Map.of("retention.ms", "60000", "segment.ms", "5000")));
            resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
        }
        resources.add(new ConfigResource(ConfigResource.Type.BROKER, "0"));
        admin.createTopics(topics).all().get();
        admin.incrementalAlterConfigs(Map.of(
                        resources.get(0),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", "2000"), AlterConfigOp.OpType.SET)),
                        resources.get(1),
                        List.of(new AlterConfigOp(new ConfigEntry("retention.ms", ""), AlterConfigOp.OpType.DELETE))))
                .all()
                .get();
        admin.describeConfigs(resources).all().get();
    }

    static void workersAndFaults(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        FaultBarrier barrier = kafka.faults().barrier("late commit");
        kafka.faults().on(ApiKeys.FETCH).withProbability(0.05).delay(Duration.ofMillis(70));
        kafka.faults().on(ApiKeys.HEARTBEAT).withProbability(0.05).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        kafka.faults().on(ApiKeys.CONSUMER_GROUP_HEARTBEAT).onCall(9).drop();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(4).workOffLate(barrier);
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(7).loseResponse();
        kafka.faults().on(ApiKeys.PRODUCE).onCall(3).disconnect();
        List<Worker<String, String>> workers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String group = i % 2 == 0 ? "classic" : "consumer";
            workers.add(kafka.worker(
                    Clients.config(group, group, Map.of("enable.auto.commit", "false")),
                    List.of("orders"),
                    (records, consumer) -> {
                        if (!records.isEmpty()) {
                            consumer.commitAsync();
                        }
                    }));
        }
        kafka.client(workers.get(0).consumer()).latency(Duration.ofMillis(7));
        kafka.awaitStable("classic");
        kafka.awaitStable("consumer");
        for (int round = 0; round < 4; round++) {
            clients.send(Map.of("linger.ms", "3"), "orders", 6, 30);
            kafka.runFor(Duration.ofSeconds(3));
        }
        workers.get(2).crash();
        workers.get(3).crash();
        workers.get(4).pause(Duration.ofSeconds(2));
        barrier.release();
        kafka.runFor(Duration.ofSeconds(3));
        kafka.clock().advance(Duration.ofSeconds(46));
        workers.get(2).restart();
        workers.get(3).restart();
        clients.send(Map.of(), "orders", 6, 30);
        kafka.runFor(Duration.ofSeconds(6));
        workers.forEach(Worker::close);
    }
}
