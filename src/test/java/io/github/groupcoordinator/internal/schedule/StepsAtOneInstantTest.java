package io.github.groupcoordinator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.time.VirtualDeadlockException;
import org.junit.jupiter.api.Test;

class StepsAtOneInstantTest {

    /** A step that takes a while, as the hand-over to a client's thread does. */
    private static void slowSteps(StepsAtOneInstant steps, int count, boolean progress) {
        for (int i = 0; i < count; i++) {
            long untilNanos = System.nanoTime() + 20_000;
            while (System.nanoTime() < untilNanos) {
                Thread.onSpinWait();
            }
            if (progress && i % 1_000 == 0) {
                steps.progress();
            }
            steps.count("busy client", () -> "00:00:01.000");
        }
    }

    @Test
    void stepsInVainAreToldLongBeforeTheMillionth() {
        StepsAtOneInstant steps = new StepsAtOneInstant();
        assertThatThrownBy(() -> slowSteps(steps, 200_000, false))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("Time stands still at 00:00:01.000")
                .hasMessageContaining("by busy client");
    }

    @Test
    void stepsThatGetSomewhereAreNot() {
        StepsAtOneInstant steps = new StepsAtOneInstant();
        assertThatCode(() -> slowSteps(steps, 60_000, true)).doesNotThrowAnyException();
    }
}
