package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ShareWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * The work of three share consumers (KIP-932), again and again: crash, hang, renewal, release, rejection, locks that
 * run out, failovers. Each run gives the same event log, to the byte.
 */
class SameEveryTimeOnShareGroupsTest {
    private static final String GROUP = "work";

    @Test
    void everyRunGivesTheSameEventLog() throws Exception {
        if (!areShareConsumersThere()) {
            return;
        }
        int runs = Integer.getInteger("scenario.share.runs", 2);
        Run first = new Run();
        List<Long> nanos = new ArrayList<>();
        for (int run = 2; run <= runs; run++) {
            long started = System.nanoTime();
            assertThat(new Run().log).as("event log of run %d", run).isEqualTo(first.log);
            nanos.add(System.nanoTime() - started);
        }
        System.out.println("event-log sha256: " + first.digest);
        List<Long> warm = new ArrayList<>(nanos.subList(nanos.size() / 2, nanos.size()));
        warm.sort(null);
        System.out.printf(
                "%d runs of three share consumers, one event log; of the second half median %.1f ms, fastest %.1f ms%n",
                runs, warm.get(warm.size() / 2) / 1e6, warm.get(0) / 1e6);
    }

    /** kafka-clients 3.9 and 4.0 have none that speak what Kafka 4.3 serves, and say so. */
    private static boolean areShareConsumersThere() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            kafka.shareConsumer(Map.of("group.id", "probe"), new StringDeserializer(), new StringDeserializer())
                    .close();
            return true;
        } catch (UnsupportedOperationException e) {
            assertThatThrownBy(() -> {
                        throw e;
                    })
                    .hasMessageContaining("A share consumer (KIP-932) is not supported with kafka-clients")
                    .hasMessageContaining("Use kafka-clients 4.1 or newer");
            System.out.println("event-log sha256: none, share consumers are refused");
            return false;
        }
    }

    /** One cluster, one group, and what happens to it. */
    private static final class Run {
        /** Only kafka-clients from 4.2 on renew locks; where they do not, the record is accepted at once. */
        private static final AcknowledgeType RENEW = Arrays.stream(AcknowledgeType.values())
                .filter(type -> type.name().equals("RENEW"))
                .findFirst()
                .orElse(AcknowledgeType.ACCEPT);

        private final List<String> handled = new ArrayList<>();
        private final TreeSet<String> done = new TreeSet<>();
        private final TreeSet<String> renewed = new TreeSet<>();
        private int orders;
        private final String log;
        private final String digest;

        Run() throws Exception {
            InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                    .topic("orders", 3)
                    .pollEvery(Duration.ofMillis(500))
                    .build();
            try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
                readFromTheStart(kafka);
                ShareWorker<String, String> one = worker(kafka, "one");
                ShareWorker<String, String> two = worker(kafka, "two");
                worker(kafka, "three");
                kafka.awaitStable(GROUP);
                work(kafka, 30, Duration.ofSeconds(2));

                one.crash();
                work(kafka, 10, Duration.ofSeconds(3));
                one.restart();
                two.pause(Duration.ofSeconds(32));
                work(kafka, 10, Duration.ofSeconds(33));
                kafka.coordinator(GROUP).failover();
                kafka.partition("orders", 0).failover();
                work(kafka, 10, Duration.ofSeconds(5));
                loseTheLocks(kafka);
                work(kafka, 0, Duration.ofSeconds(32));

                assertThat(done).hasSize(orders);
                log = handled + "\n" + kafka.events().render() + "\n"
                        + kafka.requests().digest() + "\n" + kafka.storedRecordsDigest();
                digest = kafka.events().digest();
            }
        }

        private static void readFromTheStart(InMemoryKafka kafka) throws Exception {
            ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
            try (Admin admin = kafka.admin()) {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                                List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
        }

        private static Map<String, Object> config(String clientId) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("group.id", GROUP);
            config.put("client.id", clientId);
            config.put("share.acknowledgement.mode", "explicit");
            config.put("max.poll.records", 4);
            config.put("key.deserializer", StringDeserializer.class);
            config.put("value.deserializer", StringDeserializer.class);
            return config;
        }

        private ShareWorker<String, String> worker(InMemoryKafka kafka, String name) {
            return kafka.<String, String>shareWorker(config(name), List.of("orders"), (record, consumer) -> {
                handled.add(name + " " + record.value() + " x"
                        + record.deliveryCount().orElseThrow() + " at "
                        + kafka.clock().now());
                return outcome(record);
            });
        }

        /** Some orders are released once, some take longer, some are of no use; all others are done. */
        private AcknowledgeType outcome(ConsumerRecord<String, String> record) {
            int number = Integer.parseInt(record.value());
            if (number % 7 == 3 && record.deliveryCount().orElseThrow() == 1) {
                return AcknowledgeType.RELEASE;
            }
            if (number % 11 == 5 && renewed.add(record.value())) {
                return RENEW == AcknowledgeType.ACCEPT ? done(record, RENEW) : RENEW;
            }
            return done(record, number % 13 == 6 ? AcknowledgeType.REJECT : AcknowledgeType.ACCEPT);
        }

        private AcknowledgeType done(ConsumerRecord<String, String> record, AcknowledgeType outcome) {
            done.add(record.value());
            return outcome;
        }

        private void work(InMemoryKafka kafka, int more, Duration duration) {
            try (Producer<String, String> producer =
                    kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < more; i++, orders++) {
                    producer.send(new ProducerRecord<>("orders", orders % 3, "customer", Integer.toString(orders)));
                }
            }
            kafka.runFor(duration);
        }

        /** Somebody takes records and does nothing with them. */
        private void loseTheLocks(InMemoryKafka kafka) {
            KafkaShareConsumer<String, String> idle = kafka.shareConsumer(config("idle"));
            idle.subscribe(List.of("orders"));
            kafka.awaitStable(GROUP);
            work(kafka, 6, Duration.ofSeconds(1));
            kafka.client(idle).pause();
        }
    }
}
