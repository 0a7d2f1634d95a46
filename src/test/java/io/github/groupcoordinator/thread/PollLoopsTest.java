package io.github.groupcoordinator.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops in an executor, of which one crashes: the other takes over, 45 virtual seconds later, and always the same. */
class PollLoopsTest {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void everyRunOfTwoLoopsInAnExecutorHasTheSameLog(String protocol) throws Exception {
        Map<String, Integer> logs = new LinkedHashMap<>();
        int runs = Integer.getInteger("threads.runs", 5);
        for (int run = 0; run < runs; run++) {
            logs.merge(run(protocol, 0), 1, Integer::sum);
        }
        assertThat(logs).hasSize(1);
        String log = logs.keySet().iterator().next();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(log.getBytes(StandardCharsets.UTF_8));
        // Other JVMs, of other versions and with other options, must come to the same one.
        System.out.println("thread-log sha256: poll loops " + protocol + " "
                + HexFormat.of().formatHex(digest, 0, 8) + " in " + runs + " runs");
    }

    static String run(String protocol, long seed) throws Exception {
        List<String> seen = PollLoop.list();
        ExecutorService pool = null;
        String log;
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.ALLOWED)
                .seed(seed)
                .topic("orders", 4)
                .build())) {
            pool = Executors.newFixedThreadPool(2);
            PollLoop a = new PollLoop("a", protocol, seen, kafka::consumer);
            PollLoop b = new PollLoop("b", protocol, seen, kafka::consumer);
            pool.execute(a);
            pool.execute(b);
            kafka.awaitStable("billing");
            produce(kafka, 0, 20);
            kafka.clock().advance(Duration.ofSeconds(3));
            kafka.client(a.consumer).crash();
            kafka.clock().advance(Duration.ofSeconds(46));
            kafka.awaitStable("billing");
            produce(kafka, 20, 30);
            assertThat(kafka.runUntil(() -> seen.size() >= 30, Duration.ofMinutes(1)))
                    .isTrue();
            b.stop();
            pool.shutdown();
            assertThat(kafka.runUntil(() -> b.ended, Duration.ofMinutes(1))).isTrue();
            assertThat(b.failure).isNull();
            log = seen + "\n" + kafka.events().toString();
        } finally {
            if (pool != null) {
                pool.shutdown();
            }
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        return log;
    }

    private static void produce(InMemoryKafka kafka, int from, int to) {
        try (KafkaProducer<String, String> producer = kafka.producer(Map.of(
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer"))) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("orders", i % 4, "k", "v" + i));
            }
            producer.flush();
        }
    }
}
