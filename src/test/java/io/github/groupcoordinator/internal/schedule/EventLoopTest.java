package io.github.groupcoordinator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.time.ConcurrentUseException;
import io.github.groupcoordinator.time.ScheduledTask;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class EventLoopTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private final EventLoop loop = new EventLoop(START);
    private final List<String> log = new ArrayList<>();

    private void note(String what) {
        log.add(loop.elapsed().toMillis() + " " + what);
    }

    @Test
    void dueTasksRunInOrderOfDeadlineThenOfScheduling() {
        loop.schedule(Duration.ofMillis(20), () -> note("c"));
        loop.schedule(Duration.ofMillis(10), () -> note("a"));
        loop.schedule(Duration.ofMillis(10), () -> note("b"));
        loop.advance(Duration.ofMillis(20));
        assertThat(log).containsExactly("10 a", "10 b", "20 c");
    }

    @Test
    void advanceStopsExactlyAtItsTargetAndLeavesLaterTasks() {
        loop.schedule(Duration.ofMillis(11), () -> note("late"));
        loop.advance(Duration.ofMillis(10));
        assertThat(log).isEmpty();
        assertThat(loop.now()).isEqualTo(START.plusMillis(10));
        loop.advance(Duration.ofMillis(1));
        assertThat(log).containsExactly("11 late");
    }

    @Test
    void taskThatSchedulesAnotherWithinTheTargetSeesItRun() {
        loop.schedule(Duration.ofMillis(5), () -> loop.schedule(Duration.ofMillis(5), () -> note("second")));
        loop.advance(Duration.ofMillis(10));
        assertThat(log).containsExactly("10 second");
    }

    @Test
    void cancelledTaskDoesNotRunAndCannotBeCancelledTwice() {
        ScheduledTask task = loop.schedule(Duration.ofMillis(5), () -> note("never"));
        assertThat(task.dueAt()).isEqualTo(START.plusMillis(5));
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancel()).isFalse();
        loop.advance(Duration.ofMillis(5));
        assertThat(log).isEmpty();
    }

    @Test
    void taskThatHasRunCannotBeCancelled() {
        ScheduledTask task = loop.schedule(Duration.ZERO, () -> note("ran"));
        loop.runUntilIdle();
        assertThat(task.cancel()).isFalse();
        assertThat(log).containsExactly("0 ran");
    }

    @Test
    void actorActsBeforeTimersOfTheSameInstant() {
        loop.schedule(Duration.ofMillis(30), () -> note("timer"));
        loop.register(new Ticker("tick", 10));
        loop.advance(Duration.ofMillis(30));
        assertThat(log).containsExactly("10 tick", "20 tick", "30 tick", "30 timer");
    }

    @Test
    void actorsOfTheSameInstantActInOrderOfRegistration() {
        loop.register(new Ticker("first", 10));
        loop.register(new Ticker("second", 10));
        loop.advance(Duration.ofMillis(10));
        assertThat(log).containsExactly("10 first", "10 second");
    }

    @Test
    void unregisteredActorActsNoMore() {
        Ticker ticker = new Ticker("tick", 10);
        loop.register(ticker);
        loop.unregister(ticker);
        loop.advance(Duration.ofMillis(100));
        assertThat(log).isEmpty();
    }

    @Test
    void advanceUntilStopsAtTheFirstEventAfterWhichTheConditionHolds() {
        loop.register(new Ticker("tick", 10));
        assertThat(loop.advanceUntil(() -> log.size() == 2, Duration.ofSeconds(1)))
                .isTrue();
        assertThat(loop.elapsed()).isEqualTo(Duration.ofMillis(20));
        assertThat(loop.advanceUntil(() -> false, Duration.ofMillis(5))).isFalse();
        assertThat(loop.elapsed()).isEqualTo(Duration.ofMillis(25));
    }

    @Test
    void timeNeverRunsBackwards() {
        assertThatThrownBy(() -> loop.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never runs backwards");
        assertThatThrownBy(() -> loop.schedule(Duration.ofMillis(-1), () -> note("never")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void clockCannotBeMovedFromWithinAScheduledTask() {
        loop.schedule(Duration.ofMillis(1), () -> loop.advance(Duration.ofMillis(1)));
        assertThatThrownBy(() -> loop.advance(Duration.ofMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scheduled task")
                .hasMessageContaining("00:00:00.001");
    }

    @Test
    void endlessWaitWithNothingScheduledIsADeadlockThatNamesTheWaiterAndTheTime() {
        loop.advance(Duration.ofSeconds(45));
        assertThatThrownBy(() -> loop.await(() -> false, Long.MAX_VALUE, () -> "consumer 'a' waits in poll"))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("consumer 'a' waits in poll at 00:00:45.000")
                .hasMessageContaining("nothing is scheduled");
    }

    @Test
    void endlessWaitThatOnlyHeartbeatsInterruptIsADeadlockToo() {
        loop.register(new Ticker("heartbeat", 3000));
        assertThatThrownBy(() -> loop.await(() -> false, Long.MAX_VALUE, () -> "consumer 'a' waits in poll"))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("nothing but heartbeats");
    }

    @Test
    void endlessWaitGoesOnWhileThereIsProgress() {
        loop.register(new Ticker("heartbeat", 3000));
        loop.schedule(Duration.ofMinutes(50), () -> note("something"));
        loop.schedule(Duration.ofMinutes(100), () -> note("the thing"));
        assertThat(loop.await(() -> log.contains("6000000 the thing"), Long.MAX_VALUE, () -> "test"))
                .isTrue();
    }

    @Test
    void waitWithADeadlineEndsThere() {
        loop.register(new Ticker("heartbeat", 3000));
        long deadlineMs = loop.nowMs() + Duration.ofHours(3).toMillis();
        assertThat(loop.await(() -> false, deadlineMs, () -> "test")).isFalse();
        assertThat(loop.nowMs()).isEqualTo(deadlineMs);
    }

    @Test
    void failureOfTheBrokerSideIsThrownOnTheDrivingThreadOnce() {
        IllegalStateException failure = new IllegalStateException("handler broke");
        loop.schedule(Duration.ofMillis(1), () -> loop.fail(failure));
        assertThatThrownBy(() -> loop.advance(Duration.ofSeconds(1)))
                .hasMessageContaining("00:00:00.001")
                .hasCause(failure);
        loop.advance(Duration.ofSeconds(1));
        assertThat(loop.elapsed()).isEqualTo(Duration.ofMillis(1001));
    }

    @Test
    void actorThatNeverGetsOnIsReportedInsteadOfSpinning() {
        loop.register(new Actor() {
            @Override
            public String name() {
                return "spinner";
            }

            @Override
            public long nextDeadlineMs(long nowMs) {
                return nowMs;
            }

            @Override
            public void act(long nowMs) {
                // Does not move its deadline: the mistake under test.
            }
        });
        assertThatThrownBy(() -> loop.advance(Duration.ofMillis(1)))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("spinner");
    }

    @Test
    void secondThreadInsideACallFailsNamingBothThreads() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.schedule(Duration.ofMillis(1), () -> {
            Thread second = new Thread(
                    () -> {
                        try {
                            loop.advance(Duration.ofMillis(1));
                        } catch (IllegalStateException e) {
                            thrown.set(e);
                        } finally {
                            done.countDown();
                        }
                    },
                    "second");
            second.start();
            awaitQuietly(done);
        });
        String name = Thread.currentThread().getName();
        Thread.currentThread().setName("first");
        try {
            loop.advance(Duration.ofMillis(1));
        } finally {
            Thread.currentThread().setName(name);
        }
        assertThat(thrown.get())
                .isInstanceOf(ConcurrentUseException.class)
                .hasMessageContaining("'second'")
                .hasMessageContaining("'first'")
                .hasMessageContaining("VirtualClock.advance")
                .hasMessageContaining("ListenerConfig.inSystemTime()");
    }

    @Test
    void ownershipIsNotTiedToTheThreadThatMadeTheClock() throws InterruptedException {
        loop.advance(Duration.ofMillis(1));
        Thread other = new Thread(() -> loop.advance(Duration.ofMillis(1)));
        other.start();
        other.join();
        assertThat(loop.elapsed()).isEqualTo(Duration.ofMillis(2));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Ticker implements Actor {
        private final String name;
        private final long intervalMs;
        private long nextMs;

        Ticker(String name, long intervalMs) {
            this.name = name;
            this.intervalMs = intervalMs;
            this.nextMs = loop.nowMs() + intervalMs;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long nextDeadlineMs(long nowMs) {
            return nextMs;
        }

        @Override
        public void act(long nowMs) {
            nextMs += intervalMs;
            note(name);
        }
    }
}
