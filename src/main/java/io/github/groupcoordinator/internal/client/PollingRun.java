package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
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
     * Runs for a virtual duration, or until the condition holds.
     *
     * @param before done before each round
     * @param turn polls one consumer
     * @return whether the condition holds
     * @throws IllegalArgumentException if the duration is negative
     */
    public boolean run(Duration atMost, BooleanSupplier condition, Runnable before, Consumer<ConsumerClient> turn) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("Virtual time never runs backwards: " + atMost);
        }
        loop.requireMovable("runFor");
        long endMs = GroupStability.limitMs(loop.nowMs(), atMost);
        while (true) {
            before.run();
            List<ConsumerClient> pollable = clients.liveConsumers();
            pollable.removeIf(consumer -> !consumer.isPollable());
            loop.mix(pollable);
            new Turns(pollable).takeAll(consumer -> {
                // One whose turn came before may have ended it.
                if (consumer.isDriven()) {
                    turn.accept(consumer);
                }
            });
            if (condition.getAsBoolean()) {
                return true;
            }
            if (loop.nowMs() >= endMs) {
                return false;
            }
            loop.stepOrMoveTo(Math.min(endMs, loop.nowMs() + GroupStability.POLL_INTERVAL_MS));
        }
    }
}
