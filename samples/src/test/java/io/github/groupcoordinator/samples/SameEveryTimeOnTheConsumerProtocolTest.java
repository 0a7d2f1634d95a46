package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The life of a group of the consumer protocol, again and again: although its members have threads of their own, each
 * run gives the same event log, to the byte.
 */
class SameEveryTimeOnTheConsumerProtocolTest {
    private static final String GROUP = "billing";

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void everyRunGivesTheSameEventLog(int members) {
        if (!isSpoken()) {
            return;
        }
        int runs = Integer.getInteger("scenario.consumer.runs", 5);
        Run first = new Run(members);
        List<Long> nanos = new ArrayList<>();
        for (int run = 2; run <= runs; run++) {
            long started = System.nanoTime();
            assertThat(new Run(members).log).as("event log of run %d", run).isEqualTo(first.log);
            nanos.add(System.nanoTime() - started);
        }
        System.out.println("event-log sha256: " + first.digest);
        List<Long> warm = new ArrayList<>(nanos.subList(nanos.size() / 2, nanos.size()));
        warm.sort(null);
        System.out.printf(
                "%d runs of %d members on the consumer protocol, one event log; of the second half median %.1f ms,"
                        + " fastest %.1f ms%n",
                runs, members, warm.get(warm.size() / 2) / 1e6, warm.get(0) / 1e6);
    }

    /** kafka-clients 3.9 does not speak it as Kafka 4 does, and says so. */
    private static boolean isSpoken() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            member(kafka, "probe", "").close();
            return true;
        } catch (UnsupportedOperationException e) {
            assertThatThrownBy(() -> {
                        throw e;
                    })
                    .hasMessageContaining("group.protocol=consumer")
                    .hasMessageContaining("kafka-clients 3.9");
            System.out.println("event-log sha256: none, the consumer protocol is refused");
            return false;
        }
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, String clientId, String instanceId) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.protocol", "consumer");
        config.put("group.id", GROUP);
        config.put("client.id", clientId);
        config.put("auto.offset.reset", "earliest");
        if (!instanceId.isEmpty()) {
            config.put("group.instance.id", instanceId);
        }
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }

    /** One cluster, one group, and what happens to it. */
    private static final class Run {
        private final List<Consumer<String, String>> members = new ArrayList<>();
        private final String log;
        private final String digest;

        Run(int count) {
            InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                    .topic("orders", 8)
                    .build();
            try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
                for (int i = 1; i <= count; i++) {
                    // The last one is a static member.
                    join(kafka, "billing-" + i, i == count ? "static" : "");
                }
                kafka.awaitStable(GROUP);
                produce(kafka);
                assertThat(kafka.runFor(Duration.ofSeconds(10)).count()).isEqualTo(24);
                crashAndComeBack(kafka, members.get(0));
                restart(kafka, members.get(count - 1));
                grow(kafka);
                members.forEach(Consumer::close);
                log = kafka.events().render();
                digest = kafka.events().digest();
            }
        }

        private void join(InMemoryKafka kafka, String clientId, String instanceId) {
            Consumer<String, String> member = member(kafka, clientId, instanceId);
            members.add(member);
            member.subscribe(List.of("orders"));
        }

        private static void produce(InMemoryKafka kafka) {
            try (Producer<String, String> producer =
                    kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < 24; i++) {
                    producer.send(new ProducerRecord<>("orders", i % 8, "customer-" + i % 8, "order " + i));
                }
            }
        }

        private static void crashAndComeBack(InMemoryKafka kafka, Consumer<String, String> member) {
            kafka.client(member).crash();
            kafka.clock().advance(Duration.ofSeconds(46)); // group.consumer.session.timeout.ms is 45 s
            kafka.awaitStable(GROUP);
            kafka.client(member).resume();
            kafka.awaitStable(GROUP);
        }

        /** A static member that closes keeps its place for its session timeout. */
        private void restart(InMemoryKafka kafka, Consumer<String, String> member) {
            member.close();
            kafka.clock().advance(Duration.ofSeconds(20));
            join(kafka, "restarted", "static");
            kafka.awaitStable(GROUP);
        }

        private void grow(InMemoryKafka kafka) {
            try (Admin admin = kafka.admin()) {
                Map<String, NewPartitions> grown = new LinkedHashMap<>();
                grown.put("orders", NewPartitions.increaseTo(12));
                admin.createPartitions(grown);
            }
            kafka.runFor(Duration.ofSeconds(20));
            kafka.awaitStable(GROUP);
            assertThat(members.stream()
                            .filter(member -> !kafka.client(member).isClosed())
                            .mapToInt(member -> member.assignment().size())
                            .sum())
                    .isEqualTo(12);
        }
    }
}
