package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A stretch of virtual time in which every live consumer is polled in turn, whenever something has happened to it and
 * at least as often as the cluster is told to.
 */
public final class PollingRun {
    /** The condition of a run that lasts for its whole duration. */
    public static final BooleanSupplier NEVER = () -> false;

    private final EventLoop loop;
    private final MadeClients clients;
    private final Unrest unrest;

    public PollingRun(EventLoop loop, MadeClients clients, Unrest unrest) {
        this.loop = loop;
        this.clients = clients;
        this.unrest = unrest;
    }

    /**
     * Runs for a virtual duration, or until the condition holds.
     *
     * @param before done before each round
     * @param turn polls one consumer
     * @return whether the condition holds
     * @throws IllegalArgumentException if the duration is negative
     * @throws VirtualDeadlockException if a group does not come to rest, or if there is no bound and nothing happens
     */
    public boolean run(Duration atMost, BooleanSupplier condition, Runnable before, Consumer<PolledClient> turn) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("Virtual time never runs backwards: " + atMost);
        }
        loop.requireMovable("runFor");
        long startMs = loop.nowMs();
        long endMs = GroupStability.limitMs(startMs, atMost);
        unrest.begin();
        // One whose turn came before may have ended it; and whoever has got records may have to acknowledge them.
        try (Turns turns = Turns.of(loop, clients, consumer -> consumer.isDriven() && consumer.isPollable(), true)) {
            return run(turns, startMs, endMs, condition, before, turn);
        }
    }

    private boolean run(
            Turns turns,
            long startMs,
            long endMs,
            BooleanSupplier condition,
            Runnable before,
            Consumer<PolledClient> turn) {
        // A condition is asked as often as an application polls, and workers come back between two polls.
        boolean mayRest = condition == NEVER
                && turns.mayRest()
                && clients.consumers().stream().noneMatch(PolledClient::isOfWorker);
        long restsUntilMs = mayRest ? endMs : startMs;
        while (true) {
            before.run();
            turns.takeAll(consumer -> consumer.takeTurn(
                    () -> turn.accept(consumer), consumer.isOfWorker() ? startMs : restsUntilMs, true));
            loop.throwIfFound();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (loop.nowMs() >= endMs) {
                return false;
            }
            String restless = unrest.describe();
            if (restless != null) {
                throw new VirtualDeadlockException(restless);
            }
            if (endMs == Long.MAX_VALUE) {
                loop.requireProgressSince(startMs, () -> "runFor or runUntil waits without a bound");
            }
            long latestMs = restsUntilMs > startMs ? endMs : loop.nowMs() + clients.pollEveryMs();
            loop.stepOrMoveTo(Math.min(endMs, Math.min(turns.nextMs(), latestMs)));
        }
    }
}
