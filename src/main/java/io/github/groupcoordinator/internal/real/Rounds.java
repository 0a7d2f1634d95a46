package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.cluster.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The turns that the test's consumers and workers take on its thread, in the order in which they were made. */
final class Rounds {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final RealClients clients;
    private final Duration pollEvery;
    private final List<RealWorker<?, ?, ?>> workers = new ArrayList<>();

    /** @param pollEvery how often each of them is polled at least */
    Rounds(RealClients clients, Duration pollEvery) {
        this.clients = clients;
        this.pollEvery = pollEvery;
    }

    <W extends RealWorker<?, ?, ?>> W add(W worker) {
        workers.add(worker);
        return worker;
    }

    List<RealWorker<?, ?, ?>> workers() {
        return new ArrayList<>(workers);
    }

    /** Gives turns until a condition holds or the time is over; returns whether it holds. */
    boolean run(Duration atMost, BooleanSupplier condition, Workers.Received received) {
        RealTime.Wait wait = RealTime.atMost(atMost);
        while (!condition.getAsBoolean()) {
            if (wait.isOver()) {
                return false;
            }
            List<GuardedClient> driven = clients.driven();
            Duration share = share(driven.size(), wait);
            boolean hasPolled = false;
            for (RealWorker<?, ?, ?> worker : workers()) {
                if (!condition.getAsBoolean()) {
                    worker.turn(share);
                    hasPolled |= worker.isRunning();
                }
            }
            for (GuardedClient consumer : driven) {
                if (of(consumer) == null && consumer.isDriven() && consumer.isSubscribed()) {
                    received.add(consumer.client(), consumer.poll(share));
                    hasPolled = true;
                }
            }
            if (!hasPolled) {
                RealTime.sleep(BETWEEN_LOOKS);
            }
        }
        return true;
    }

    private Duration share(int consumers, RealTime.Wait wait) {
        Duration share = pollEvery.dividedBy(Math.max(1, consumers));
        Duration shortest = Duration.ofMillis(1);
        Duration bounded = share.compareTo(wait.left()) > 0 ? wait.left() : share;
        return bounded.compareTo(shortest) < 0 ? shortest : bounded;
    }

    private @Nullable RealWorker<?, ?, ?> of(GuardedClient client) {
        for (RealWorker<?, ?, ?> worker : workers) {
            if (worker.client() == client) {
                return worker;
            }
        }
        return null;
    }
}
