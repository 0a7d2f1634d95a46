package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.client.MadeClients;
import io.github.groupcoordinator.internal.client.PollingRun;
import io.github.groupcoordinator.internal.client.Unrest;
import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The workers of one cluster, in the order in which they were made. */
public final class Workers {
    private final EventLoop loop;
    private final MadeClients clients;
    private final EventSink events;
    private final Unrest unrest;
    private final List<WorkerLoop<?, ?, ?>> all = new ArrayList<>();
    private final List<AdoptedClient> cutOff = new ArrayList<>();
    private boolean ending;

    Workers(EventLoop loop, MadeClients clients, EventSink events, Unrest unrest) {
        this.loop = loop;
        this.clients = clients;
        this.events = events;
        this.unrest = unrest;
    }

    <W extends WorkerLoop<?, ?, ?>> W start(W worker) {
        all.add(worker);
        worker.begin("started");
        return worker;
    }

    long nowMs() {
        return loop.nowMs();
    }

    /** Returns the timeout of the polls of a worker. */
    long pollEveryMs() {
        return clients.pollEveryMs();
    }

    String describeNow() {
        return loop.describeNow();
    }

    void tell(Function<Instant, ClusterEvent> event) {
        events.append(event.apply(loop.now()));
    }

    void schedule(long atMs, String what, Runnable action) {
        loop.schedule(atMs, what, action);
    }

    /** Takes what the consumers of no worker received. */
    @FunctionalInterface
    public interface Received {
        void add(Object consumer, Iterable<? extends ConsumerRecord<?, ?>> records);
    }

    /** Returns what a test can do to the client of a worker. */
    ClientControl control(PolledClient client) {
        return new ClientControl(loop, client, events);
    }

    /** Returns the client behind a consumer that a worker has made for itself. */
    PolledClient client(Object consumer) {
        if (clients.require(consumer) instanceof PolledClient client) {
            return client;
        }
        throw new IllegalStateException(consumer + " cannot be polled");
    }

    /** Runs a body of the application, and the checkpoint whenever time has passed in one of its waits. */
    void checked(Runnable checkpoint, Runnable body) {
        loop.checked(checkpoint, body);
    }

    /** Lets time pass, at most so long and until the condition holds; records of other consumers are collected. */
    boolean run(Duration atMost, BooleanSupplier condition, Received received) {
        return new PollingRun(loop, clients, unrest).run(atMost, condition, this::wakeThoseDue, consumer -> {
            WorkerLoop<?, ?, ?> worker = of(consumer);
            if (worker == null) {
                received.add(consumer.held(), consumer.pollOnce());
            } else {
                worker.turn();
            }
        });
    }

    /** Lets those come back who are due. */
    private void wakeThoseDue() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).wakeIfDue();
        }
    }

    /** Returns the worker whose consumer it is now, or null. */
    @Nullable
    private WorkerLoop<?, ?, ?> of(PolledClient client) {
        for (WorkerLoop<?, ?, ?> worker : all) {
            if (worker.client() == client) {
                return worker;
            }
        }
        return null;
    }

    /** Returns the worker with a client id, or null. */
    @Nullable
    WorkerLoop<?, ?, ?> find(String clientId) {
        for (WorkerLoop<?, ?, ?> worker : all) {
            if (worker.clientId().equals(clientId)) {
                return worker;
            }
        }
        return null;
    }

    /**
     * Returns the newest consumer or producer with a client id, of a worker or of the test's own, or null. An
     * application may give both the same.
     *
     * @param ofProducer whether only a producer can be meant
     */
    @Nullable
    AdoptedClient newest(String clientId, boolean ofProducer) {
        AdoptedClient newest = null;
        for (AdoptedClient client : clients.all()) {
            boolean kind = client.isProducer() || client instanceof PolledClient && !ofProducer;
            if (kind && client.clientId().equals(clientId)) {
                newest = client;
            }
        }
        return newest;
    }

    /** Cuts a client off for a while. */
    void isolate(AdoptedClient client, Duration duration) {
        loop.schedule(loop.nowMs(), "partition of " + client.clientId(), () -> {
            if (!ending && !client.isClosed()) {
                client.isolate();
                cutOff.add(client);
            }
        });
        loop.schedule(loop.nowMs() + duration.toMillis(), "heal of " + client.clientId(), () -> {
            if (cutOff.remove(client) && !client.isClosed()) {
                client.heal();
            }
        });
    }

    /** Ends them with their cluster, in an orderly way as far as they live: the test is over, and so are its faults. */
    void end(List<Throwable> failures) {
        ending = true;
        cutOff.removeIf(AdoptedClient::isClosed);
        cutOff.forEach(AdoptedClient::heal);
        for (WorkerLoop<?, ?, ?> worker : all) {
            try {
                worker.end();
            } catch (AssertionError e) {
                failures.add(new IllegalStateException(
                        worker + " claimed something while it was closed at " + loop.describeNow() + ": " + e, e));
            }
        }
    }

    /** Returns whether the test is over. */
    boolean areEnding() {
        return ending;
    }

    /** Returns those that died without anybody having asked why. */
    List<WorkerLoop<?, ?, ?>> unseenFailures() {
        List<WorkerLoop<?, ?, ?>> failed = new ArrayList<>(all);
        failed.removeIf(worker -> !worker.isUnseenFailure());
        return failed;
    }

    /** Returns those whose failure nobody has asked for, once. */
    List<WorkerLoop<?, ?, ?>> takeUnseenFailures() {
        List<WorkerLoop<?, ?, ?>> failed = unseenFailures();
        failed.forEach(WorkerLoop::failureIsTold);
        return failed;
    }
}
