package io.github.groupcoordinator.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.internal.text.Digest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops of share consumers (KIP-932) in an executor, of which one crashes and one hangs: always the same log. */
@Timeout(60)
class SharePollLoopsTest {

    /** An application's loop, as it is written for an executor: polls, handles, acknowledges, ends by a wakeup. */
    static final class Loop implements Runnable {
        private final String id;
        private final InMemoryKafka kafka;
        private final BiFunction<InMemoryKafka, Map<String, Object>, KafkaShareConsumer<String, String>> consumers;
        private final List<String> seen;
        volatile @Nullable KafkaShareConsumer<String, String> consumer;
        volatile boolean ended;
        volatile @Nullable Throwable failure;

        Loop(
                String id,
                InMemoryKafka kafka,
                List<String> seen,
                BiFunction<InMemoryKafka, Map<String, Object>, KafkaShareConsumer<String, String>> consumers) {
            this.id = id;
            this.kafka = kafka;
            this.seen = seen;
            this.consumers = consumers;
        }

        @Override
        public void run() {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("bootstrap.servers", kafka.bootstrapServers());
            config.put("group.id", "work");
            config.put("client.id", id);
            config.put("share.acknowledgement.mode", "explicit");
            config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
            config.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
            try (KafkaShareConsumer<String, String> made = consumers.apply(kafka, config)) {
                consumer = made;
                made.subscribe(List.of("orders"));
                while (true) {
                    for (ConsumerRecord<String, String> record : made.poll(Duration.ofMillis(500))) {
                        seen.add(id + " " + record.partition() + "@" + record.offset() + " " + record.value() + " x"
                                + record.deliveryCount().orElseThrow());
                        made.acknowledge(record);
                    }
                    made.commitSync();
                }
            } catch (WakeupException end) {
                // told to stop
            } catch (Throwable e) {
                failure = e;
            } finally {
                ended = true;
            }
        }
    }

    @Test
    void everyRunOfThreeLoopsInAnExecutorHasTheSameLog() throws Exception {
        Map<String, Integer> logs = new LinkedHashMap<>();
        int runs = Integer.getInteger("threads.runs", 2);
        for (int run = 0; run < runs; run++) {
            logs.merge(run(0), 1, Integer::sum);
        }
        assertThat(logs).hasSize(1);
        // Other JVMs, of other versions and with other options, must come to the same one.
        System.out.println("thread-log sha256: poll loops share "
                + Digest.sha256(logs.keySet().iterator().next()).substring(0, 16) + " in " + runs + " runs");
    }

    static String run(long seed) throws Exception {
        List<String> seen = PollLoop.list();
        ExecutorService pool = Executors.newFixedThreadPool(3);
        String log;
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.ALLOWED)
                .seed(seed)
                .topic("orders", 2)
                .build())) {
            Loop a = new Loop("a", kafka, seen, InMemoryKafka::shareConsumer);
            Loop b = new Loop("b", kafka, seen, InMemoryKafka::shareConsumer);
            Loop c = new Loop("c", kafka, seen, InMemoryKafka::shareConsumer);
            List.of(a, b, c).forEach(pool::execute);
            kafka.awaitStable("work");
            kafka.clock().advance(Duration.ofSeconds(1));
            produce(kafka, 0, 20);
            kafka.clock().advance(Duration.ofSeconds(3));
            kafka.client(a.consumer).crash();
            kafka.client(b.consumer).pause();
            produce(kafka, 20, 30);
            kafka.clock().advance(Duration.ofSeconds(46));
            kafka.awaitStable("work");
            kafka.client(b.consumer).resume();
            produce(kafka, 30, 40);
            assertThat(kafka.runUntil(() -> seen.size() >= 40, Duration.ofMinutes(2)))
                    .isTrue();
            b.consumer.wakeup();
            c.consumer.wakeup();
            pool.shutdown();
            assertThat(kafka.runUntil(() -> b.ended && c.ended, Duration.ofMinutes(1)))
                    .isTrue();
            assertThat(b.failure).isNull();
            assertThat(c.failure).isNull();
            log = seen + "\n" + kafka.events();
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        return log;
    }

    private static void produce(InMemoryKafka kafka, int from, int to) {
        try (KafkaProducer<String, String> producer = kafka.producer(Map.of(
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer"))) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("orders", i % 2, "k", "v" + i));
            }
            producer.flush();
        }
    }
}
