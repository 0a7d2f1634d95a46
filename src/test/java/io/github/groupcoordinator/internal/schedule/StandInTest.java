package io.github.groupcoordinator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StandInTest {
    /** Some looks, and time for asking what is paid. */
    private static final int A_WHILE_MS = 300;

    private final EventLoop loop = new EventLoop(Instant.EPOCH);
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicBoolean askedInside = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();

    private boolean isPaid() {
        if (inside.get()) {
            askedInside.set(true);
        }
        asked.incrementAndGet();
        return false;
    }

    /** Between two steps of a client that is at work nothing may seem to be owed, which is anything but paid. */
    @Test
    void whatIsPaidIsAskedOnlyWhileNobodyIsInsideACall() {
        Calls.run(loop, "asks", () -> loop.standIn().owes(this, this::isPaid));
        Calls.run(loop, "works", () -> {
            inside.set(true);
            rest();
            inside.set(false);
        });
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        loop.standIn().dismiss();

        assertThat(askedInside).isFalse();
    }

    @Test
    void itAsksNoMoreOfWhatIsPaid() {
        Calls.run(loop, "asks", () -> loop.standIn().owes(this, () -> {
            asked.incrementAndGet();
            return true;
        }));
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        rest();

        assertThat(asked).hasValue(1);
    }

    private static void rest() {
        try {
            new Semaphore(0).tryAcquire(A_WHILE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
