package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.internal.net.tcp.RawClient;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that an application makes with Kafka's own constructors, over TCP. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutsideClientsTest {

    private static InMemoryKafka start(ListenerConfig listener) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .listener(listener)
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .topic("orders", 4)
                .build());
    }

    @Test
    void applicationResumesWhereItCommittedInSystemTime() throws Exception {
        try (InMemoryKafka kafka = start(ListenerConfig.inSystemTime());
                KafkaProducer<String, String> producer = producer(kafka)) {
            send(producer, "1", "2");
            try (KafkaConsumer<String, String> consumer = consumer(kafka, "first", Map.of())) {
                assertThat(take(consumer, 2)).containsExactlyInAnyOrder("1", "2");
                consumer.commitSync();
                assertThat(kafka.group("billing").state()).isEqualTo(GroupState.STABLE);
                assertThat(committed(kafka)).isEqualTo(2);
            }
            send(producer, "3");
            try (KafkaConsumer<String, String> consumer = consumer(kafka, "second", Map.of())) {
                assertThat(take(consumer, 1)).containsExactly("3");
            }
        }
    }

    @Test
    void sessionsRunOutByThemselvesInSystemTime() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .listener(ListenerConfig.inSystemTime())
                        .brokerProperty("group.initial.rebalance.delay.ms", "0")
                        .brokerProperty("group.min.session.timeout.ms", "1")
                        .build());
                RawClient member = new RawClient(kafka.bootstrapServers(), "silent")) {
            join(member, 50);
            waitUntil(() -> kafka.group("billing").members().isEmpty());
            assertThat(kafka.events().of(MemberExpired.class)).singleElement().satisfies(expired -> assertThat(
                            expired.member().clientId())
                    .isEqualTo("silent"));
        }
    }

    @Test
    void sessionsLastWhileTheClockStandsAndRunOutWhenTheTestMovesIt() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .listener(ListenerConfig.inVirtualTime())
                        .brokerProperty("group.initial.rebalance.delay.ms", "0")
                        .brokerProperty("group.min.session.timeout.ms", "1")
                        .build());
                RawClient member = new RawClient(kafka.bootstrapServers(), "silent");
                KafkaConsumer<String, String> pastime = consumer(kafka, "pastime", Map.of("group.id", "pastime"))) {
            JoinGroupResponseData joined = join(member, 50);
            pastime.poll(Duration.ofMillis(200)); // four times the session, in real time
            assertThat(heartbeat(member, joined)).isEqualTo(Errors.NONE);
            kafka.clock().advance(Duration.ofMillis(49));
            assertThat(kafka.group("billing").members()).hasSize(1);
            kafka.clock().advance(Duration.ofMillis(1));
            assertThat(kafka.group("billing").members()).isEmpty();
            assertThat(heartbeat(member, joined)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        }
    }

    @Test
    void whatIsNotSupportedIsAnsweredWithAnErrorAndTheConnectionStays() throws Exception {
        ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "0");
        try (InMemoryKafka kafka = start(ListenerConfig.inVirtualTime());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(
                            () -> admin.describeConfigs(List.of(loggers)).all().get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(UnsupportedVersionException.class);
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).contains("orders");
        }
    }

    @Test
    void oneMemberIsExpiredAndTheOthersAreNot() {
        try (InMemoryKafka kafka = start(ListenerConfig.inVirtualTime());
                KafkaConsumer<String, String> first = consumer(kafka, "first", Map.of());
                KafkaConsumer<String, String> second = consumer(kafka, "second", Map.of())) {
            pollUntil(List.of(first, second), () -> owned(first) == 2 && owned(second) == 2);
            kafka.coordinator("billing").expire("first");
            pollUntil(List.of(second), () -> owned(second) == 4);
            assertThat(kafka.events().of(MemberExpired.class))
                    .singleElement()
                    .extracting(expired -> expired.member().clientId())
                    .isEqualTo("first");
            assertThat(kafka.clock().elapsed()).isZero();
            // It learns of it by itself and joins anew.
            pollUntil(List.of(first, second), () -> owned(first) == 2 && owned(second) == 2);
        }
    }

    @Test
    void oneStaticMemberIsFencedAndTheOthersStay() {
        try (InMemoryKafka kafka = start(ListenerConfig.inVirtualTime());
                KafkaConsumer<String, String> first = consumer(kafka, "first", Map.of("group.instance.id", "blue"));
                KafkaConsumer<String, String> second =
                        consumer(kafka, "second", Map.of("group.instance.id", "green"))) {
            pollUntil(List.of(first, second), () -> owned(first) == 2 && owned(second) == 2);
            int generation = kafka.group("billing").generation();
            kafka.coordinator("billing").fence("blue");
            assertThatThrownBy(() -> pollUntil(List.of(first, second), () -> false))
                    .isInstanceOf(FencedInstanceIdException.class);
            assertThat(kafka.events().of(MemberFenced.class))
                    .singleElement()
                    .extracting(fenced -> fenced.member().clientId())
                    .isEqualTo("first");
            assertThat(kafka.group("billing").generation()).isEqualTo(generation);
            assertThat(owned(second)).isEqualTo(2);
        }
    }

    @Test
    void clustersOwnClientsShareAGroupWithOutsideOnes() throws Exception {
        try (InMemoryKafka kafka = start(ListenerConfig.inVirtualTime());
                KafkaProducer<String, String> outside = producer(kafka);
                KafkaConsumer<String, String> inside = kafka.consumer(
                        Map.of(
                                "bootstrap.servers", kafka.bootstrapServers(),
                                "group.id", "billing",
                                "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            inside.subscribe(List.of("orders"));
            send(outside, "1");
            assertThat(take(inside, 1)).containsExactly("1");
        }
    }

    @Test
    void clustersOwnClientsSeeAddressesThatAreTheSameInEveryRun() throws Exception {
        try (InMemoryKafka kafka = start(ListenerConfig.inVirtualTime());
                Admin inside = kafka.admin();
                Admin outside = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(addresses(inside)).containsExactly("127.0.0.1:19092");
            assertThat(addresses(outside)).containsExactly(kafka.bootstrapServers());
        }
    }

    private static List<String> addresses(Admin admin) throws Exception {
        Collection<Node> nodes = admin.describeCluster().nodes().get(20, TimeUnit.SECONDS);
        return nodes.stream().map(node -> node.host() + ":" + node.port()).toList();
    }

    @Test
    void clockThatFlowsIsNotMovedAndClientsOfVirtualTimeAreNotMade() {
        try (InMemoryKafka kafka = start(ListenerConfig.inSystemTime())) {
            assertThatThrownBy(() -> kafka.clock().advance(Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its clock flows by itself");
            assertThatThrownBy(() -> kafka.runFor(Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its clock flows by itself");
            assertThatThrownBy(kafka::admin)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("make this one with Kafka's constructor");
        }
    }

    @Test
    void scheduledTaskRunsWhenItsTimeHasComeInSystemTime() {
        try (InMemoryKafka kafka = start(ListenerConfig.inSystemTime())) {
            kafka.clock().schedule(Duration.ofMillis(20), () -> kafka.createTopic("later", 1));
            waitUntil(() -> kafka.topicNames().contains("later"));
            assertThat(kafka.clock().elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        }
    }

    @Test
    void threadsTakeTurnsInSystemTime() throws Exception {
        try (InMemoryKafka kafka = start(ListenerConfig.inSystemTime())) {
            List<Throwable> failures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String topic = "topic-" + i;
                Thread thread = new Thread(() -> {
                    for (int round = 0; round < 50; round++) {
                        kafka.createTopic(topic + "-" + round, 1);
                    }
                });
                thread.setUncaughtExceptionHandler((dead, thrown) -> failures.add(thrown));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(kafka.topicNames()).hasSize(201);
        }
    }

    @Test
    void whatGoesWrongOverTcpIsThrownInTheTestsNextCall() throws Exception {
        InMemoryKafka kafka = start(ListenerConfig.inVirtualTime());
        try (RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
            OffsetCommitRequestData commit = new OffsetCommitRequestData()
                    .setGroupId("billing")
                    .setTopics(List.of(new OffsetCommitRequestTopic()
                            .setName("orders")
                            .setPartitions(List.of(new OffsetCommitRequestPartition().setCommittedOffset(99)))));
            client.ask(ApiKeys.OFFSET_COMMIT, 8, commit, OffsetCommitResponseData.class);
            assertThatThrownBy(() -> waitUntil(() -> kafka.groupIds().isEmpty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("A request that came over TCP could not be served")
                    .hasMessageContaining("offset 99 was committed for orders-0");
        } finally {
            assertThatThrownBy(kafka::close).hasMessageContaining("COMMIT_WITHIN_LOG");
        }
    }

    private static void waitUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static void pollUntil(List<KafkaConsumer<String, String>> consumers, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            consumers.forEach(consumer -> consumer.poll(Duration.ofMillis(20)));
        }
    }

    private static int owned(KafkaConsumer<?, ?> consumer) {
        return consumer.assignment().size();
    }

    private static List<String> take(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                values.add(record.value());
            }
        }
        return values;
    }

    private static void send(KafkaProducer<String, String> producer, String... values) throws Exception {
        for (String value : values) {
            producer.send(new ProducerRecord<>("orders", value, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static long committed(InMemoryKafka kafka) {
        return kafka.group("billing").committedOffsets().values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static JoinGroupResponseData join(RawClient client, int sessionTimeoutMs) throws Exception {
        JoinGroupRequestData join = new JoinGroupRequestData()
                .setGroupId("billing")
                .setSessionTimeoutMs(sessionTimeoutMs)
                .setRebalanceTimeoutMs(1_000)
                .setProtocolType("raw");
        join.protocols().add(new JoinGroupRequestProtocol().setName("any").setMetadata(new byte[0]));
        return client.ask(ApiKeys.JOIN_GROUP, 3, join, JoinGroupResponseData.class);
    }

    private static Errors heartbeat(RawClient client, JoinGroupResponseData joined) throws Exception {
        HeartbeatRequestData heartbeat = new HeartbeatRequestData()
                .setGroupId("billing")
                .setMemberId(joined.memberId())
                .setGenerationId(joined.generationId());
        return Errors.forCode(client.ask(ApiKeys.HEARTBEAT, 3, heartbeat, HeartbeatResponseData.class)
                .errorCode());
    }

    private static KafkaConsumer<String, String> consumer(
            InMemoryKafka kafka, String clientId, Map<String, Object> more) {
        Map<String, Object> config = new LinkedHashMap<>(more);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.putIfAbsent(ConsumerConfig.GROUP_ID_CONFIG, "billing");
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 50);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static KafkaProducer<String, String> producer(InMemoryKafka kafka) {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }
}
