package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The turns of consumers at one instant, until none gets further without time: an answer that has arrived is taken
 * before the clock goes on, as it is by an application that polls in a loop.
 */
public final class Turns {

    /** A client that always has something more to send gets no further than this in one millisecond. */
    private static final int ROUNDS = 100;

    private final List<PolledClient> consumers;

    public Turns(List<PolledClient> consumers) {
        this.consumers = consumers;
    }

    /**
     * Offers each consumer at least one turn.
     *
     * @param wants whether a consumer takes it
     */
    public void takeAll(Predicate<PolledClient> wants, Consumer<PolledClient> turn) {
        for (int round = 0; round < ROUNDS; round++) {
            boolean isTaken = false;
            long before = 0;
            for (PolledClient consumer : consumers) {
                if (wants.test(consumer)) {
                    // Nothing of theirs moves before the first turn of a round.
                    before = isTaken ? before : traffic();
                    isTaken = true;
                    turn.accept(consumer);
                }
            }
            if (!isTaken || traffic() == before) {
                return;
            }
        }
    }

    /** Returns when the next of them polls again, if nothing happens to any before. */
    static long nextMs(List<PolledClient> consumers, long atLatestMs) {
        long nextMs = atLatestMs;
        for (PolledClient consumer : consumers) {
            if (consumer.isDriven() && consumer.isPollable() && !consumer.backsOff()) {
                nextMs = Math.min(nextMs, consumer.nextTurnMs());
            }
        }
        return nextMs;
    }

    private long traffic() {
        long traffic = 0;
        for (PolledClient consumer : consumers) {
            traffic += consumer.traffic();
        }
        return traffic;
    }
}
