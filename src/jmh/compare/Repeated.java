import java.util.Locale;

/** Runs a story as often as the system property {@code stories} says, and prints what each took. */
final class Repeated {
    interface Story {
        void run() throws Exception;
    }

    private Repeated() {}

    static void run(Story story) throws Exception {
        for (int i = Integer.getInteger("stories", 1); i > 0; i--) {
            long start = System.nanoTime();
            story.run();
            System.out.printf(Locale.ROOT, "story took %.3f ms%n", (System.nanoTime() - start) / 1e6);
        }
    }

    static int sessionTimeoutMs() {
        return Integer.getInteger("session.timeout.ms", 45_000);
    }
}
