import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The processor time of this JVM's threads and of its one collector, which works alone; that of the compilers is left
 * out, since they work less the longer the JVM lives. A thread that has ended takes with it what it has used.
 */
final class Cpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> threadsNs = new LinkedHashMap<>();
    private final long collectorMs = collectorMs();

    private Cpu() {
        for (long id : THREADS.getAllThreadIds()) {
            threadsNs.put(id, THREADS.getThreadCpuTime(id));
        }
    }

    static Cpu now() {
        return new Cpu();
    }

    /** Returns what was used since then. */
    double msSince(Cpu then) {
        long ns = 0;
        for (Map.Entry<Long, Long> thread : threadsNs.entrySet()) {
            ns += thread.getValue() - then.threadsNs.getOrDefault(thread.getKey(), 0L);
        }
        return ns / 1e6 + (collectorMs - then.collectorMs);
    }

    private static long collectorMs() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
