package io.github.groupcoordinator.internal.schedule;

import io.github.groupcoordinator.time.ScheduledTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a loop in the order in which they fall due: by deadline, then by tie, then in the order in which they
 * were scheduled.
 *
 * <p>Almost every timer is a session that a heartbeat renews long before it runs out, or a wait that an answer ends. So
 * a timer that is cancelled, or moved to a later deadline, stays where it stands in the queue until it comes to the
 * front; there it is dropped, or put where it belongs.
 */
final class TimerQueue {
    private static final int CANCELLED_AT_LEAST = 64;
    private static final Runnable NOTHING = () -> {};
    private static final Comparator<Task> BY_PLACE = (one, other) ->
            compare(one.placeMs, one.placeTie, one.placeOrder, other.placeMs, other.placeTie, other.placeOrder);
    private static final Comparator<Task> BY_DEADLINE =
            (one, other) -> compare(one.deadlineMs, one.tie, one.order, other.deadlineMs, other.tie, other.order);

    private final PriorityQueue<Task> queue = new PriorityQueue<>(BY_PLACE);
    private final IntSupplier ties;
    private Runnable onScheduled = () -> {};
    private long scheduled;
    private int cancelled;

    /**
     * Makes an empty queue.
     *
     * @param ties gives a timer that is moved its new place among those of one millisecond
     */
    TimerQueue(IntSupplier ties) {
        this.ties = ties;
    }

    void onScheduled(Runnable listener) {
        onScheduled = listener;
    }

    Task add(long deadlineMs, int tie, Object what, Runnable task) {
        Task added = new Task(deadlineMs, tie, scheduled++, what, task);
        queue.add(added);
        onScheduled.run();
        return added;
    }

    /** Returns the timer that falls due next, or null if there is none. */
    @Nullable
    Task peek() {
        for (Task first = queue.peek(); first != null; first = queue.peek()) {
            if (!first.done && first.isInPlace()) {
                return first;
            }
            queue.poll();
            if (first.done) {
                cancelled--;
            } else {
                first.settle();
                queue.add(first);
            }
        }
        return null;
    }

    /** Takes the timer that {@link #peek} has returned out of the queue, to be run. */
    void take(Task first) {
        queue.poll();
        first.done = true;
    }

    /** Returns all timers, the earliest first; a copy. */
    List<Task> inOrder() {
        List<Task> ordered = new ArrayList<>(queue);
        ordered.removeIf(task -> task.done);
        ordered.sort(BY_DEADLINE);
        return ordered;
    }

    private void forget() {
        cancelled++;
        if (cancelled > CANCELLED_AT_LEAST && cancelled > queue.size() / 2) {
            queue.removeIf(task -> task.done);
            cancelled = 0;
        }
    }

    private static int compare(long oneMs, int oneTie, long oneOrder, long otherMs, int otherTie, long otherOrder) {
        if (oneMs != otherMs) {
            return Long.compare(oneMs, otherMs);
        }
        return oneTie != otherTie ? Integer.compare(oneTie, otherTie) : Long.compare(oneOrder, otherOrder);
    }

    /** A timer, and where it stands in the queue: never after the place that it belongs to. */
    final class Task implements Timers.Timer, ScheduledTask {
        private final Object what;
        private Runnable task;
        private long deadlineMs;
        private int tie;
        private long order;
        private long placeMs;
        private int placeTie;
        private long placeOrder;
        private boolean done;

        private Task(long deadlineMs, int tie, long order, Object what, Runnable task) {
            this.deadlineMs = deadlineMs;
            this.tie = tie;
            this.order = order;
            this.what = what;
            this.task = task;
            settle();
        }

        private void settle() {
            placeMs = deadlineMs;
            placeTie = tie;
            placeOrder = order;
        }

        private boolean isInPlace() {
            return placeOrder == order;
        }

        @Override
        public long deadlineMs() {
            return deadlineMs;
        }

        @Override
        public Instant dueAt() {
            return Instant.ofEpochMilli(deadlineMs);
        }

        /** Returns what it is for, to be shown. */
        Object what() {
            return what;
        }

        Runnable task() {
            return task;
        }

        @Override
        public boolean cancel() {
            if (done) {
                return false;
            }
            done = true;
            // It may stand in the queue for long yet, and must not keep alive what it would have acted on.
            task = NOTHING;
            forget();
            return true;
        }

        @Override
        public boolean reschedule(long newDeadlineMs) {
            if (done) {
                return false;
            }
            deadlineMs = newDeadlineMs;
            tie = ties.getAsInt();
            order = scheduled++;
            if (isBeforeItsPlace()) {
                queue.remove(this);
                settle();
                queue.add(this);
            }
            onScheduled.run();
            return true;
        }

        private boolean isBeforeItsPlace() {
            return compare(deadlineMs, tie, order, placeMs, placeTie, placeOrder) < 0;
        }
    }
}
