import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Applications with threads of their own, and tests that wait for them with {@code Thread.sleep}: the same classes
 * whichever cluster {@code Fixture} starts. Prints what each test took, its cluster's start and end included.
 */
public final class Suite {
    private static final int LOOK_AGAIN_MS = 100;

    private Suite() {}

    /** One test, on a cluster of its own. */
    interface Story {
        void run(String bootstrapServers) throws Exception;
    }

    public static void main(String[] names) throws Exception {
        Map<String, Story> stories = new LinkedHashMap<>();
        stories.put("retries", servers -> SpringStories.retries(servers, 1_000));
        stories.put("takeover", SpringStories::takeover);
        stories.put("streams", StreamsStory::rebalance);
        stories.put("back-off", servers -> SpringStories.retries(servers, 600_000));
        for (int round = Integer.getInteger("rounds", 1); round > 0; round--) {
            for (String name : names.length == 0 ? stories.keySet() : List.of(names)) {
                measure(name, stories.get(name));
            }
        }
        // Whatever threads an application leaves behind.
        System.exit(0);
    }

    private static void measure(String name, Story story) throws Exception {
        long cpuNs = cpuNs();
        long startNs = System.nanoTime();
        try (Fixture cluster = Fixture.start()) {
            story.run(cluster.bootstrapServers());
        }
        double tookMs = (System.nanoTime() - startNs) / 1e6;
        System.out.printf(Locale.ROOT, "%s took %.3f ms and %.3f ms of CPU%n", name, tookMs, (cpuNs() - cpuNs) / 1e6);
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Waits as tests do that know nothing better. */
    static void await(String what, BooleanSupplier until) throws InterruptedException {
        long limitMs = System.currentTimeMillis() + 900_000;
        while (!until.getAsBoolean()) {
            if (System.currentTimeMillis() > limitMs) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    static Map<String, Object> config(String bootstrapServers) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        config.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        return config;
    }
}
