package io.github.groupcoordinator.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** An application's loop, as it is written for an executor: polls, handles, commits, ends by a wakeup. */
final class PollLoop implements Runnable {
    private final String id;
    private final String protocol;
    private final Function<Map<String, Object>, KafkaConsumer<String, String>> consumers;
    final List<String> seen;
    volatile @Nullable KafkaConsumer<String, String> consumer;
    volatile boolean ended;
    volatile @Nullable Throwable failure;

    PollLoop(
            String id,
            String protocol,
            List<String> seen,
            Function<Map<String, Object>, KafkaConsumer<String, String>> consumers) {
        this.id = id;
        this.protocol = protocol;
        this.seen = seen;
        this.consumers = consumers;
    }

    /** Starts a thread of the application. */
    static Thread run(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Ends the loops, one after the other. */
    static void stop(InMemoryKafka kafka, PollLoop... loops) {
        for (PollLoop loop : loops) {
            loop.stop();
            assertThat(kafka.runUntil(() -> loop.ended, Duration.ofMinutes(1))).isTrue();
            assertThat(loop.failure).isNull();
        }
    }

    static List<String> list() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("client.id", id);
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        return config;
    }

    @Override
    public void run() {
        try (KafkaConsumer<String, String> made = consumers.apply(config())) {
            consumer = made;
            made.subscribe(List.of("orders"));
            while (true) {
                for (ConsumerRecord<String, String> record : made.poll(Duration.ofMillis(500))) {
                    seen.add(id + " " + record.partition() + "@" + record.offset() + " " + record.value());
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

    void stop() {
        KafkaConsumer<String, String> made = consumer;
        if (made != null) {
            made.wakeup();
        }
    }
}
