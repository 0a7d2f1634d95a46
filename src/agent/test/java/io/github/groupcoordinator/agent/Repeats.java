package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.fail;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The repeating of a story: each time on a cluster of its own, and each time it must leave the same log. */
final class Repeats {
    private static final int RUNS = Integer.getInteger("threads.runs", 2);

    private Repeats() {}

    /** An application and its test, and what they do with a cluster. */
    interface Story {
        void run(InMemoryKafka kafka, Seen seen) throws Exception;
    }

    /** The notes of the application, each with its virtual time since the start of the cluster. */
    static final class Seen {
        private final InMemoryKafka kafka;
        private final List<String> all = Collections.synchronizedList(new ArrayList<>());

        Seen(InMemoryKafka kafka) {
            this.kafka = kafka;
        }

        void note(Object what) {
            Duration at =
                    Duration.between(kafka.clock().startTime(), kafka.clock().now());
            all.add(at + " " + what);
        }

        List<String> all() {
            return List.copyOf(all);
        }

        /** Returns what was noted, without the times. */
        List<String> words() {
            return all().stream()
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        }
    }

    static InMemoryKafkaConfig.Builder controlled() {
        return InMemoryKafkaConfig.defaults().toBuilder().threads(ApplicationThreads.CONTROLLED);
    }

    /** Runs a story with a topic "orders" of some partitions, and others of one. */
    static void inEveryRun(int partitions, Story story, String... others) throws Exception {
        InMemoryKafkaConfig.Builder config = controlled().topic("orders", partitions);
        for (String other : others) {
            config.topic(other, 1);
        }
        inEveryRun(config.build(), story);
    }

    /** Runs a story again and again; the first run that differs from the first one fails, with where it does. */
    static void inEveryRun(InMemoryKafkaConfig config, Story story) throws Exception {
        inEveryRun(caller(), () -> log(config, story));
    }

    /**
     * Makes a log again and again; the first one that differs from the first fails, with where it does. Its digest is
     * printed: other JVMs, of other versions and with other options, must come to the same one.
     */
    static void inEveryRun(String name, Callable<List<String>> story) throws Exception {
        List<String> first = story.call();
        for (int run = 1; run < RUNS; run++) {
            List<String> log = story.call();
            if (!log.equals(first)) {
                fail(difference(run, first, log));
            }
        }
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(String.join("\n", first).getBytes(StandardCharsets.UTF_8));
        System.out.println(
                "thread-log sha256: " + name + " " + HexFormat.of().formatHex(digest, 0, 8) + " in " + RUNS + " runs");
    }

    /** Returns the test that has called this class, which has no parameters. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(Repeats.class.getName()))
                        .map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
                        .findFirst()
                        .orElseThrow());
    }

    private static List<String> log(InMemoryKafkaConfig config, Story story) throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
            Seen seen = new Seen(kafka);
            story.run(kafka, seen);
            List<String> log = new ArrayList<>(seen.all());
            log.addAll(kafka.events().render().lines().toList());
            return log;
        }
    }

    private static String difference(int run, List<String> first, List<String> log) {
        int line = 0;
        while (line < first.size() && line < log.size() && first.get(line).equals(log.get(line))) {
            line++;
        }
        return "Run " + (run + 1) + " differs from run 1 in line " + (line + 1) + " of " + first.size()
                + System.lineSeparator() + "  run 1: " + (line < first.size() ? first.get(line) : "its end")
                + System.lineSeparator() + "  run " + (run + 1) + ": "
                + (line < log.size() ? log.get(line) : "its end");
    }

    /** A configuration of strings for clients of every kind, which names the cluster by its address only. */
    static Map<String, Object> strings(InMemoryKafka kafka) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        config.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        return config;
    }
}
