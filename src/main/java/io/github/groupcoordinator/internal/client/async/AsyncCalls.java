package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an application is inside of, innermost first, and what they cost: a call that asks its network thread
 * again and again, without a wait and without anything to show for it, pays in virtual time.
 */
final class AsyncCalls {
    private static final String POLL = "poll";

    /**
     * A poll that has done no more than this is on its way; beyond, it waits for something that only time can bring.
     */
    private static final int ASKED_IN_VAIN = 20;

    /** A poll that has been found out once has this much less to find out again: two rounds of the busiest version. */
    private static final int ASKED_IN_VAIN_AGAIN = 8;

    /** An application that polls so often in one millisecond, and nothing comes, waits for time to pass. */
    private static final int IDLE_POLLS_PER_INSTANT = 1000;

    private final EventLoop loop;
    private final ClientTime time;
    private final MemorySelectable network;
    private final long defaultTimeoutMs;
    private final Deque<Call> open = new ArrayDeque<>();
    private long idleAtMs = Long.MIN_VALUE;
    private long idleTraffic;
    private int idlePolls;

    private static final class Call {
        private final boolean polls;
        private final long deadlineMs;
        private long traffic;
        private int askedInVain;
        private boolean foundOut;

        Call(boolean polls, long deadlineMs, long traffic) {
            this.polls = polls;
            this.deadlineMs = deadlineMs;
            this.traffic = traffic;
        }
    }

    AsyncCalls(EventLoop loop, ClientTime time, MemorySelectable network, long defaultTimeoutMs) {
        this.loop = loop;
        this.time = time;
        this.network = network;
        this.defaultTimeoutMs = defaultTimeoutMs;
    }

    void enter(String method, @Nullable Object @Nullable [] arguments) {
        long timeoutMs = timeoutMs(method, arguments);
        long nowMs = loop.nowMs();
        long deadlineMs = timeoutMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + timeoutMs;
        boolean polls = method.equals(POLL);
        open.push(new Call(polls, deadlineMs, network.traffic()));
        if (polls && !loop.isActing()) {
            payForBusyPolling();
        }
    }

    void leave() {
        open.poll();
    }

    /** Returns how long the innermost call may still take. */
    long remainingMs() {
        Call call = open.peek();
        return Math.max(0, call == null ? defaultTimeoutMs : call.deadlineMs - loop.nowMs());
    }

    /**
     * Called when the network thread has been asked something and has done what it could, or is waited for for no time.
     */
    void asked() {
        Call call = open.peek();
        if (call == null || loop.isActing()) {
            return;
        }
        if (network.traffic() != call.traffic) {
            call.traffic = network.traffic();
            call.askedInVain = call.foundOut ? ASKED_IN_VAIN - ASKED_IN_VAIN_AGAIN : 0;
        } else if (++call.askedInVain > ASKED_IN_VAIN) {
            call.foundOut = true;
            time.letSomethingHappen(
                    call.deadlineMs, () -> network.traffic() != call.traffic || network.isReadyOrWoken());
            aboutToWait();
        }
    }

    /**
     * Called when a part of a call's time is about to be waited for: in a poll, for records that are not there. The
     * buffer of records may have been woken up by what the network thread has done at once; in real time it would not
     * be done yet, and the poll would notice an interrupt.
     */
    void aboutToWait() {
        Call call = open.peek();
        if (call != null && call.polls && !loop.isActing() && Thread.interrupted()) {
            throw new InterruptException("Interrupted waiting for results from fetching records");
        }
    }

    private void payForBusyPolling() {
        if (loop.nowMs() != idleAtMs || network.traffic() != idleTraffic) {
            idleAtMs = loop.nowMs();
            idleTraffic = network.traffic();
            idlePolls = 0;
        } else if (++idlePolls > IDLE_POLLS_PER_INSTANT) {
            time.await(() -> false, 1);
            idleAtMs = loop.nowMs();
        }
    }

    private long timeoutMs(String method, @Nullable Object @Nullable [] arguments) {
        Object last = arguments == null || arguments.length == 0 ? null : arguments[arguments.length - 1];
        if (last != null && method.equals("close") && !(last instanceof Duration)) {
            // CloseOptions, which not every version has; without a time it takes the default one.
            last = Reflect.<Optional<?>>get(Reflect.field(last.getClass(), "timeout"), last)
                    .orElse(null);
        }
        if (last instanceof Duration timeout) {
            return EventLoop.isEndless(timeout) ? Long.MAX_VALUE : timeout.toMillis();
        }
        return defaultTimeoutMs;
    }
}
