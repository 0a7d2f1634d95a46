package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.consumer.ConsumerClient;
import java.util.List;
import java.util.function.Consumer;

/**
 * The turns of consumers at one instant, until none gets further without time: an answer that has arrived is taken
 * before the clock goes on, as it is by an application that polls in a loop.
 */
public final class Turns {

    /** A client that always has something more to send gets no further than this in one millisecond. */
    private static final int ROUNDS = 100;

    private final List<ConsumerClient> consumers;

    public Turns(List<ConsumerClient> consumers) {
        this.consumers = consumers;
    }

    /** Gives each consumer at least one turn. */
    public void takeAll(Consumer<ConsumerClient> turn) {
        for (int round = 0; round < ROUNDS; round++) {
            long before = traffic();
            consumers.forEach(turn);
            if (traffic() == before) {
                return;
            }
        }
    }

    private long traffic() {
        long traffic = 0;
        for (ConsumerClient consumer : consumers) {
            traffic += consumer.traffic();
        }
        return traffic;
    }
}
