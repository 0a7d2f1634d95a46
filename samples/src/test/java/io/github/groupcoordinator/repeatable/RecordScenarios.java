package io.github.groupcoordinator.repeatable;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Records of producers: transactions that end in every way, and every codec of compression. */
final class RecordScenarios {
    private RecordScenarios() {}

    static void transactions(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        clients.send(Map.of(), "orders", 6, 24);
        try (Consumer<String, String> committed =
                        clients.consumer("reader", "classic", Map.of("isolation.level", "read_committed"));
                Admin admin = kafka.admin()) {
            committed.subscribe(List.of("payments"));
            kafka.awaitStable("reader");
            transform(kafka, clients, "classic");
            transform(kafka, clients, "consumer");
            Map<String, Producer<String, String>> open = new LinkedHashMap<>();
            for (String id : List.of("d", "b", "a", "c", "e")) {
                open.put(id, begun(clients, id));
            }
            admin.fenceProducers(List.of("a", "b", "c")).all().get();
            admin.describeTransactions(List.of("d", "a", "e")).all().get();
            admin.listTransactions().all().get();
            kafka.client(open.get("e")).crash();
            open.get("d").abortTransaction();
            kafka.clock().advance(Duration.ofSeconds(80)); // transaction.timeout.ms of the one that crashed is over
            for (Map.Entry<String, Producer<String, String>> each : open.entrySet()) {
                if (!each.getKey().equals("e")) {
                    each.getValue().close(Duration.ZERO);
                }
            }
            kafka.transactionCoordinator("a").failover();
            begun(clients, "a").close();
            kafka.runFor(Duration.ofSeconds(2));
        }
    }

    /** Sends one record to each of some partitions within a transaction. */
    private static Producer<String, String> begun(Clients clients, String id) {
        Producer<String, String> producer = clients.producer(Map.of("transactional.id", id, "linger.ms", "20"));
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < 4; partition++) {
            producer.send(new ProducerRecord<>("payments", partition, id, "by " + id));
        }
        producer.flush();
        return producer;
    }

    /** Consumes, transforms and produces, exactly once; every third transaction is aborted. */
    private static void transform(InMemoryKafka kafka, Clients clients, String protocol) {
        String group = "transform-" + protocol;
        Map<String, Object> config = Map.of("enable.auto.commit", "false", "max.poll.records", "5");
        try (Consumer<String, String> input = clients.consumer(group, protocol, config);
                Producer<String, String> output = clients.producer(Map.of("transactional.id", group))) {
            input.subscribe(List.of("orders"));
            output.initTransactions();
            kafka.awaitStable(group);
            for (int round = 0; round < 6; round++) {
                output.beginTransaction();
                Map<TopicPartition, OffsetAndMetadata> read = new LinkedHashMap<>();
                for (ConsumerRecord<String, String> record : input.poll(Duration.ofSeconds(1))) {
                    output.send(new ProducerRecord<>("payments", record.partition() % 4, record.key(), record.value()));
                    read.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
                output.sendOffsetsToTransaction(read, input.groupMetadata());
                if (round % 3 == 2) {
                    output.abortTransaction();
                } else {
                    output.commitTransaction();
                }
            }
        }
    }

    static void codecs(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("compacted", 2, (short) 1)
                            .configs(Map.of(
                                    "cleanup.policy", "compact",
                                    "segment.bytes", "1048576",
                                    "segment.ms", "10000",
                                    "min.cleanable.dirty.ratio", "0.01"))))
                    .all()
                    .get();
            for (String codec : List.of("gzip", "snappy", "lz4", "zstd", "none")) {
                Map<String, Object> config =
                        Map.of("compression.type", codec, "batch.size", "1000", "linger.ms", "10", "acks", "all");
                clients.send(config, "orders", 2, 200);
                clients.send(config, "compacted", 2, 40);
                kafka.clock().advance(Duration.ofSeconds(20));
            }
            Map<String, Object> small = Map.of("max.partition.fetch.bytes", "1", "max.poll.records", "17");
            try (Consumer<String, String> reader = clients.consumer("reader", "classic", small)) {
                reader.assign(List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1)));
                Clients.read(reader, 1_000);
                reader.commitSync();
            }
            admin.deleteRecords(Map.of(
                            new TopicPartition("orders", 0), RecordsToDelete.beforeOffset(333),
                            new TopicPartition("orders", 1), RecordsToDelete.beforeOffset(77)))
                    .all()
                    .get();
            try (Consumer<String, String> reader = clients.consumer("late", "consumer", Map.of())) {
                reader.subscribe(List.of("orders", "compacted"));
                kafka.awaitStable("late");
                kafka.runFor(Duration.ofSeconds(3));
            }
        }
    }
}
