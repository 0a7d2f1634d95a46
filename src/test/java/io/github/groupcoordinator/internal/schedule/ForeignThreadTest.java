package io.github.groupcoordinator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ForeignThreadTest {
    private final EventLoop loop = new EventLoop(Instant.EPOCH);
    private final ForeignThread foreign = new ForeignThread(loop, "I/O thread of x");
    private final List<String> log = new ArrayList<>();
    private boolean wanted;

    private Thread start(Runnable body) {
        Thread thread = new Thread(() -> {
            foreign.adoptCurrent();
            body.run();
        });
        thread.setDaemon(true);
        thread.start();
        foreign.awaitParked();
        loop.register(foreign);
        return thread;
    }

    private void note(String what) {
        log.add(loop.elapsed().toMillis() + " " + what);
    }

    @Test
    void threadIsHeldUntilTheLoopRuns() {
        start(() -> note("ran"));
        assertThat(log).isEmpty();
        loop.runUntilIdle();
        assertThat(log).containsExactly("0 ran");
    }

    @Test
    void threadActsAtTheDeadlinesThatItParksUntil() {
        start(() -> {
            for (int i = 0; i < 3; i++) {
                foreign.park(loop.nowMs() + 10, () -> false);
                note("turn");
            }
        });
        loop.advance(Duration.ofMillis(25));
        assertThat(log).containsExactly("10 turn", "20 turn");
    }

    @Test
    void threadActsAtOnceWhenItsConditionHolds() {
        start(() -> {
            foreign.park(loop.nowMs() + 1000, () -> wanted);
            note("woken");
        });
        loop.schedule(Duration.ofMillis(7), () -> {
            wanted = true;
            foreign.touch();
        });
        loop.advance(Duration.ofMillis(100));
        assertThat(log).containsExactly("7 woken");
    }

    @Test
    void threadWhoseConditionNobodyTellsIsAskedAtEachStep() {
        start(() -> {
            foreign.park(loop.nowMs() + 1000, () -> wanted, false);
            note("woken");
        });
        loop.schedule(Duration.ofMillis(7), () -> wanted = true);
        loop.advance(Duration.ofMillis(100));
        assertThat(log).containsExactly("7 woken");
    }

    @Test
    void endOfTheThreadIsNoticed() {
        start(() -> note("last words"));
        loop.runUntilIdle();
        assertThat(foreign.hasEnded()).isTrue();
        assertThat(foreign.nextDeadlineMs(loop.nowMs())).isEqualTo(Actor.NEVER);
    }

    @Test
    void threadActsInTheNameOfTheOwnerButCannotMoveTheClock() {
        List<Throwable> thrown = new ArrayList<>();
        start(() -> {
            loop.schedule(Duration.ofMillis(1), () -> note("scheduled by the thread"));
            try {
                loop.advance(Duration.ofMillis(1));
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        loop.advance(Duration.ofMillis(1));
        assertThat(log).containsExactly("1 scheduled by the thread");
        assertThat(thrown).singleElement().satisfies(e -> assertThat(e)
                .hasMessageContaining("callback of a client's own thread"));
    }

    @Test
    void releasedThreadRunsFree() throws InterruptedException {
        Thread thread = start(() -> {
            foreign.park(Long.MAX_VALUE, () -> false);
            note("free");
        });
        foreign.release();
        thread.join();
        assertThat(log).containsExactly("0 free");
    }

    @Test
    void clockOfANewThreadIsRefusedWhileAnotherIsInside() {
        loop.ownership().enter("first call");
        List<Throwable> thrown = new ArrayList<>();
        Thread stranger = new Thread(() -> {
            try {
                loop.ownership().enter("second call");
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        stranger.start();
        assertThatThrownBy(() -> {
                    stranger.join();
                    throw (RuntimeException) thrown.get(0);
                })
                .hasMessageContaining("second call")
                .hasMessageContaining("first call");
    }
}
