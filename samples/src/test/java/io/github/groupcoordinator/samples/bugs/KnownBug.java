package io.github.groupcoordinator.samples.bugs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The proof that a test provokes a bug: with the faulty application it fails, in the words of the bug, and with the
 * mended one it passes.
 */
final class KnownBug {

    private KnownBug() {}

    /** A test, written as for any application: it asserts what is right. */
    @FunctionalInterface
    interface Story<A> {
        void test(Scene scene, A application) throws Exception;
    }

    /**
     * Tells the story twice, on a cluster of its own each time.
     *
     * @param words part of what the faulty application fails with
     * @param faulty the application, or a setting of it, that has the bug
     * @param mended the same without the bug
     */
    static <A> void isProvoked(String words, A faulty, A mended, Story<A> story) throws Exception {
        assertThatThrownBy(() -> play(faulty, story)).hasStackTraceContaining(words);
        play(mended, story);
    }

    private static <A> void play(A application, Story<A> story) throws Exception {
        try (Scene scene = new Scene()) {
            story.test(scene, application);
        }
    }
}
