package io.github.groupcoordinator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final List<String> ran = new ArrayList<>();
    private final TimerQueue queue = new TimerQueue(() -> 0);

    private TimerQueue.Task add(long deadlineMs, String name) {
        return queue.add(deadlineMs, 0, name, () -> ran.add(name));
    }

    private void runAllUntil(long limitMs) {
        for (TimerQueue.Task next = queue.peek(); next != null && next.deadlineMs() <= limitMs; next = queue.peek()) {
            Runnable task = next.task();
            queue.take(next);
            task.run();
        }
    }

    @Test
    void timersOfOneDeadlineRunInTheOrderInWhichTheyWereScheduled() {
        add(5, "b");
        add(3, "a");
        add(5, "c");
        runAllUntil(5);
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void timerThatIsMovedToItsOwnDeadlineRunsAfterThoseThatWereThereBefore() {
        TimerQueue.Task first = add(5, "first");
        add(5, "second");
        assertThat(first.reschedule(5)).isTrue();
        runAllUntil(5);
        assertThat(ran).containsExactly("second", "first");
    }

    @Test
    void timerThatIsMovedToAnEarlierDeadlineRunsThen() {
        TimerQueue.Task moved = add(9, "moved");
        add(5, "other");
        assertThat(moved.reschedule(4)).isTrue();
        runAllUntil(4);
        assertThat(ran).containsExactly("moved");
        assertThat(moved.reschedule(10)).isFalse();
    }

    @Test
    void timerThatIsMovedToALaterDeadlineIsNotDueBefore() {
        TimerQueue.Task moved = add(3, "moved");
        moved.reschedule(10);
        assertThat(queue.peek()).isSameAs(moved);
        assertThat(queue.inOrder()).extracting(TimerQueue.Task::deadlineMs).containsExactly(10L);
        runAllUntil(9);
        assertThat(ran).isEmpty();
        runAllUntil(10);
        assertThat(ran).containsExactly("moved");
    }

    @Test
    void cancelledTimerNeitherRunsNorIsListedNorCanBeMoved() {
        TimerQueue.Task cancelled = add(3, "cancelled");
        add(4, "other");
        assertThat(cancelled.cancel()).isTrue();
        assertThat(cancelled.cancel()).isFalse();
        assertThat(cancelled.reschedule(5)).isFalse();
        assertThat(queue.inOrder()).extracting(TimerQueue.Task::what).containsExactly("other");
        runAllUntil(9);
        assertThat(ran).containsExactly("other");
        assertThat(queue.peek()).isNull();
    }

    /** The queue that puts everything in its place at once is slower and simple: it says what is right. */
    @Test
    void randomMovesComeToTheSameAsCancellingAndSchedulingAnew() {
        Random random = new Random(7);
        TreeMap<Long, String> byDeadlineAndOrder = new TreeMap<>();
        List<TimerQueue.Task> tasks = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        long order = 0;
        for (int i = 0; i < 20_000; i++) {
            int pick = tasks.isEmpty() ? 0 : random.nextInt(tasks.size());
            long deadlineMs = random.nextInt(500);
            int what = random.nextInt(10);
            if (what < 3) {
                String name = "timer " + i;
                tasks.add(add(deadlineMs, name));
                keys.add(deadlineMs * 1_000_000 + order++);
                byDeadlineAndOrder.put(keys.get(keys.size() - 1), name);
            } else if (!tasks.isEmpty() && what < 8) {
                String name = byDeadlineAndOrder.remove(keys.get(pick));
                assertThat(tasks.get(pick).reschedule(deadlineMs)).isEqualTo(name != null);
                if (name != null) {
                    keys.set(pick, deadlineMs * 1_000_000 + order++);
                    byDeadlineAndOrder.put(keys.get(pick), name);
                }
            } else if (!tasks.isEmpty()) {
                assertThat(tasks.get(pick).cancel()).isEqualTo(byDeadlineAndOrder.remove(keys.get(pick)) != null);
            }
        }
        assertThat(byDeadlineAndOrder).hasSizeGreaterThan(1_000);
        runAllUntil(500);
        assertThat(ran).containsExactlyElementsOf(byDeadlineAndOrder.values());
    }
}
