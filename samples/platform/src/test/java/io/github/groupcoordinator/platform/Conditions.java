package io.github.groupcoordinator.platform;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what comes about in threads of Connect's own; the tests' timeouts are their bound. */
final class Conditions {

    private Conditions() {}

    static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
