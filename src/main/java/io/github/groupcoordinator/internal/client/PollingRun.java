package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Lets virtual time pass while every live consumer is polled in turn, at every event and at least every 100 ms. */
public final class PollingRun {
    private final EventLoop loop;
    private final Clients clients;

    public PollingRun(EventLoop loop, Clients clients) {
        this.loop = loop;
        this.clients = clients;
    }

    /**
     * Runs for a virtual duration.
     *
     * @param turn polls one consumer
     * @throws IllegalArgumentException if the duration is negative
     */
    public void run(Duration duration, Consumer<ConsumerClient> turn) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Virtual time never runs backwards: " + duration);
        }
        loop.requireMovable("runFor");
        long endMs = GroupStability.limitMs(loop.nowMs(), duration);
        while (true) {
            List<ConsumerClient> pollable = clients.liveConsumers();
            pollable.removeIf(consumer -> !consumer.isPollable());
            new Turns(pollable).takeAll(turn);
            if (loop.nowMs() >= endMs) {
                return;
            }
            loop.stepOrMoveTo(Math.min(endMs, loop.nowMs() + GroupStability.POLL_INTERVAL_MS));
        }
    }
}
