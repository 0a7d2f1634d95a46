package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.client.ThreadsOverlapped;
import io.github.groupcoordinator.internal.client.Clients;
import io.github.groupcoordinator.internal.client.ClustersByAddress;
import io.github.groupcoordinator.internal.client.MadeClients;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.internal.thread.ThreadMode;
import io.github.groupcoordinator.internal.thread.ThreadScheduler;
import io.github.groupcoordinator.internal.thread.TurnOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part that the application's own threads have in one cluster: none, unless its configuration says so. */
public final class ApplicationPart {
    private final EventLoop loop;
    private final @Nullable ThreadScheduler threads;
    private @Nullable Clients clients;

    /** Something that waits for the application's threads. */
    public interface Waiting<E extends Exception> {
        void run() throws E;
    }

    private Runnable endOfOverlaps = () -> {};

    private ApplicationPart(EventLoop loop, @Nullable ThreadScheduler threads) {
        this.loop = loop;
        this.threads = threads;
    }

    /** Made on the thread of the test, before the cluster has threads of its own. */
    static ApplicationPart of(ClusterPlan plan, EventLoop loop) {
        ThreadMode mode = plan.threads();
        if (mode == ThreadMode.REFUSED) {
            return new ApplicationPart(loop, null);
        }
        if (plan.door() != null) {
            throw new IllegalArgumentException("A cluster with a listener was to have threads = " + mode
                    + ": whoever comes over TCP lives in real time, and nothing would repeat. Leave out the listener:"
                    + " clients of the application's own find the cluster by bootstrapServers().");
        }
        return new ApplicationPart(
                loop,
                ThreadScheduler.on(
                        loop, mode == ThreadMode.CONTROLLED, plan.time().seed(), order(plan.run(), loop)));
    }

    private static TurnOrder order(@Nullable CampaignRun run, EventLoop loop) {
        if (run != null) {
            return run.turns()::next;
        }
        return (usual, due, names) -> {
            int drawn = loop.draw(due);
            return drawn < 0 ? usual : drawn;
        };
    }

    /** Tells of threads that did not come one after the other. */
    void tellOverlaps(EventSink events) {
        if (threads != null) {
            endOfOverlaps = threads.onOverlap(
                    (thread, monitor) -> events.append(new ThreadsOverlapped(loop.now(), thread, monitor)));
        }
    }

    /** Lets clients that the application makes itself be the cluster's, if they name its address. */
    void findable(Clients made, String address) {
        if (threads != null) {
            clients = made;
            ClustersByAddress.open(made, address, threads::isOfCurrentThread);
        }
    }

    /** Lets time pass while an action waits for the application, on the thread of the test. */
    public <E extends Exception> void letRun(Waiting<E> action) throws E {
        if (threads == null) {
            throw new IllegalStateException(
                    "letRun was called on a cluster whose application has no threads of its own;"
                            + " start it with threads = ApplicationThreads.ALLOWED");
        }
        ThreadScheduler.Ride ride = threads.ride();
        try {
            action.run();
        } finally {
            // What keeps time from passing is the cause of whatever the action throws then.
            ride.close();
        }
        loop.throwIfFailed();
    }

    /** Gives the threads back of a cluster that has not come to have clients. */
    void abandon() {
        if (clients != null) {
            ClustersByAddress.close(clients);
        }
        endOfOverlaps.run();
        if (threads != null) {
            List<Throwable> failures = new ArrayList<>();
            threads.close(List.of(), failures);
            if (!failures.isEmpty()) {
                throw new IllegalStateException("Threads of the application are left: " + failures, failures.get(0));
            }
        }
    }

    /** Takes the threads out of the cluster's clients, before those are closed. */
    void end(MadeClients made, List<Throwable> failures) {
        endOfOverlaps.run();
        if (threads != null && clients != null) {
            ClustersByAddress.close(clients);
            threads.close(made.owners(), failures);
        }
    }
}
