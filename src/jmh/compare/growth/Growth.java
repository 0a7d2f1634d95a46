import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Measures what a cluster costs as something in it grows: each series in a process of its own. */
final class Growth {
    /** Seconds of real time: until then the compilers have had what a client runs for each request. */
    private static final long WARM_S = 30;
    /** Seconds of real time: a slow machine, or a slow change, measures a series with fewer rounds. */
    private static final long ENOUGH_S = 120;
    /** The size that takes longest has as many; what it does for the first time is compiled in the first of them. */
    private static final int LARGE_ROUNDS = 3;

    private Growth() {}

    public static void main(String[] args) {
        String name = args[0];
        int[] sizes =
                Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).toArray();
        if (name.equals("members-classic") || name.equals("members-consumer")) {
            String protocol = name.substring(name.indexOf('-') + 1);
            series(name, sizes, 40, 1_000, (series, size) -> Members.measure(series, protocol, size));
        } else if (name.equals("partitions")) {
            series(name, sizes, 100, 10_000, Partitions::measure);
        } else if (name.equals("records")) {
            series(name, sizes, 10_000, 300_000, Records::measure);
        } else if (name.equals("threads")) {
            series(name, sizes, 10, 100, Applications::measure);
        } else if (name.equals("idle")) {
            series(name, sizes, sizes[0] / 24, sizes[0], Idle::measure);
        } else {
            throw new IllegalArgumentException(name);
        }
    }

    /**
     * Measures a series, its sizes by turns. Once each size has had a round, there is another only while the series has
     * not yet taken {@link #ENOUGH_S}.
     *
     * @param warm the size that warms the JVM up
     * @param once the size from which on a few rounds have to be enough
     */
    private static void series(String name, int[] sizes, int warm, int once, BiConsumer<Series, Integer> measure) {
        long beginNs = System.nanoTime();
        while (!hasTaken(beginNs, WARM_S)) {
            measure.accept(new Series(name, warm, false), warm);
        }
        for (int round = 0; round < 5; round++) {
            for (int size : sizes) {
                for (int i = 0; i < repeats(size, once, round); i++) {
                    if (round == 0 || !hasTaken(beginNs, ENOUGH_S)) {
                        measure.accept(new Series(name, size, true), size);
                    }
                }
            }
        }
    }

    private static boolean hasTaken(long beginNs, long seconds) {
        return System.nanoTime() - beginNs > TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Small ones are cheap, and their figures need more of them. */
    private static int repeats(int size, int once, int round) {
        if (size >= once) {
            return round < LARGE_ROUNDS ? 1 : 0;
        }
        return size <= once / 50 ? 5 : 1;
    }
}
