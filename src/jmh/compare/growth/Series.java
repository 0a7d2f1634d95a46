import java.util.Locale;

/** The steps of one round of a series, and what each took; a round that only warms the JVM up prints nothing. */
final class Series {
    private final String name;
    private final int size;
    private final boolean isPrinted;

    Series(String name, int size, boolean isPrinted) {
        this.name = name;
        this.size = size;
        this.isPrinted = isPrinted;
    }

    /** Does one step, and prints the processor time that it took. */
    void step(String what, Runnable step) {
        Cpu before = Cpu.now();
        step.run();
        double ms = Cpu.now().msSince(before);
        if (isPrinted) {
            System.out.printf(Locale.ROOT, "growth %s %d %s %.3f%n", name, size, what, ms);
            System.out.flush(); // what was measured is kept, even if the next step fails
        }
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("expected " + what);
        }
    }
}
