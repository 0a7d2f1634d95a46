package io.github.groupcoordinator.report;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Twelve real consumers of 48 partitions that live through two virtual minutes: some come late, one freezes and comes
 * back, a static one restarts, one leaves; all commit every five seconds.
 */
final class TwelveMembers {
    private static final String GROUP = "stock";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant FAILED = START.plusSeconds(110);

    private final InMemoryKafka kafka;
    private final List<Consumer<String, String>> members = new ArrayList<>();
    private final String protocol;

    private TwelveMembers(InMemoryKafka kafka, String protocol) {
        this.kafka = kafka;
        this.protocol = protocol;
    }

    static EventLog log() {
        return log("classic");
    }

    static EventLog log(String protocol) {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 24)
                .topic("payments", 24)
                .startTime(START)
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
            new TwelveMembers(kafka, protocol).live();
            return kafka.events();
        }
    }

    private void live() {
        for (int i = 1; i <= 10; i++) {
            join(i, null);
        }
        kafka.awaitStable(GROUP);
        work(15);
        join(11, "static-a");
        work(10);
        join(12, "static-b");
        work(5);
        kafka.client(members.get(2)).crash();
        work(50);
        kafka.client(members.get(2)).resume();
        work(10);
        members.remove(5).close();
        work(10);
        members.remove(10).close();
        join(12, "static-b");
        work(14);
        while (!members.isEmpty()) {
            members.remove(members.size() - 1).close();
        }
    }

    private void join(int number, String groupInstanceId) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", GROUP);
        config.put("client.id", "stock-" + number);
        config.put("group.protocol", protocol);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        if (groupInstanceId != null) {
            config.put("group.instance.id", groupInstanceId);
        }
        Consumer<String, String> member = kafka.consumer(config);
        member.subscribe(List.of("orders", "payments"));
        members.add(member);
    }

    private void work(int seconds) {
        Map<String, Object> config =
                Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class);
        try (Producer<String, String> producer = kafka.producer(config)) {
            for (int second = 0; second < seconds; second++) {
                for (int partition = 0; partition < 24; partition++) {
                    producer.send(new ProducerRecord<>("orders", partition, "item", "an order"));
                }
                kafka.runFor(Duration.ofSeconds(1));
            }
        }
    }
}
