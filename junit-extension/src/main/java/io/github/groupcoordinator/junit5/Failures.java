package io.github.groupcoordinator.junit5;

import org.jspecify.annotations.Nullable;

/** The failures of a clean-up whose steps all run: it fails with the first one; the others are suppressed in it. */
final class Failures {
    private @Nullable Exception first;

    void run(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            if (first == null) {
                first = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }
    }

    void rethrow() throws Exception {
        if (first != null) {
            throw first;
        }
    }

    interface Step {
        void run() throws Exception;
    }
}
