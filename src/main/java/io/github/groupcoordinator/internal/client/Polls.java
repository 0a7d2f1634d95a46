package io.github.groupcoordinator.internal.client;

import java.time.Duration;

/**
 * The polls of an application that the test stands for.
 *
 * @param every how often it polls at least
 * @param isEachMade whether it polls then even if Kafka's own code says that the poll would find nothing to do
 */
public record Polls(Duration every, boolean isEachMade) {

    long everyMs() {
        return every.toMillis();
    }
}
