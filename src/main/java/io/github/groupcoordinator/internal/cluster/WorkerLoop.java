package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.client.WorkerChanged;
import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.time.ConcurrentUseException;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one simulated application: a real consumer, or share consumer, that is polled and whose records are
 * handled, turn by turn, and what becomes of its process.
 *
 * @param <C> what it polls
 */
public final class WorkerLoop<C, K, V> implements RunningWorker<C> {
    private final Function<Map<String, Object>, C> consumers;
    private final Workers workers;
    private final Map<String, Object> config;
    private final List<String> topics;
    private final Supplier<Application<C, K, V>> application;
    private final String clientId;
    private C consumer;
    private PolledClient client;
    private Application<C, K, V> handler;
    private State state = State.RUNNING;
    private long polledMs;
    private long pollSinceMs;
    private long nextMs;
    private @Nullable Throwable failure;
    private String diedAt = "";
    private boolean failureSeen;

    private enum State {
        RUNNING,
        PAUSED,
        CRASHED,
        DIED,
        CLOSED
    }

    /** Unwinds the handler of a worker whose process is gone; no exception, so that no application handles it. */
    private static final class Gone extends Error {
        private static final long serialVersionUID = 1L;

        Gone(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param consumers makes a consumer of a configuration
     * @param application makes what handles records: a new one for each process
     */
    WorkerLoop(
            Workers workers,
            Function<Map<String, Object>, C> consumers,
            Map<String, ?> config,
            Collection<String> topics,
            Supplier<Application<C, K, V>> application) {
        this.consumers = consumers;
        this.workers = workers;
        this.config = new LinkedHashMap<>(config);
        this.topics = List.copyOf(topics);
        this.application = application;
        this.handler = application.get();
        this.consumer = consumers.apply(this.config);
        this.client = workers.client(consumer);
        this.clientId = client.clientId();
        // A process that starts again counts its clients from the beginning.
        this.config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    }

    void begin(String what) {
        client.closedByFixture();
        state = State.RUNNING;
        nextMs = Long.MAX_VALUE;
        pollSinceMs = workers.nowMs();
        polledMs = pollSinceMs - workers.pollEveryMs();
        client.belongsTo(this::died);
        handler.begin(consumer, topics);
        tell(what, true);
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public C consumer() {
        return consumer;
    }

    PolledClient client() {
        return client;
    }

    @Override
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public Optional<Throwable> failure() {
        failureSeen = true;
        return Optional.ofNullable(failure);
    }

    @Override
    public void crash() {
        if (state == State.RUNNING || state == State.PAUSED || state == State.DIED) {
            state = State.CRASHED;
            workers.control(client).crash();
        }
    }

    @Override
    public void pause(Duration duration) {
        if (state == State.RUNNING) {
            state = State.PAUSED;
            nextMs = workers.nowMs() + duration.toMillis();
            client.setAttended(false);
            if (client.isConsumer()) {
                workers.control(client).pauseHeartbeats();
            } else {
                // A share consumer reads on by itself, and so would take what it has lost at once.
                workers.control(client).pauseForAWhile();
                workers.schedule(nextMs, "end of the pause of worker " + clientId, this::wakeIfDue);
            }
        }
    }

    @Override
    public void restart() {
        crash();
        failureSeen |= failure != null;
        failure = null;
        handler = application.get();
        consumer = consumers.apply(config);
        client = workers.client(consumer);
        begin("restarted");
    }

    /** Restarts it after a while, in its own turn. */
    void restartAfter(Duration duration) {
        nextMs = workers.nowMs() + duration.toMillis();
    }

    @Override
    public void close() {
        if (state == State.CRASHED || state == State.CLOSED) {
            return;
        }
        State before = state;
        state = State.CLOSED;
        if (before == State.PAUSED) {
            workers.control(client).resume();
        }
        tell("closed", false);
        try {
            handler.close(consumer);
        } catch (RuntimeException e) {
            state = State.RUNNING;
            died(e);
        }
    }

    /** Ends it with its cluster: a loop that has died closes nothing. */
    void end() {
        if (state == State.DIED) {
            state = State.CRASHED;
            client.crash();
        } else {
            close();
        }
    }

    void failureIsTold() {
        failureSeen = true;
    }

    boolean isUnseenFailure() {
        return failure != null && !failureSeen;
    }

    String describeFailure() {
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        // Kafka's clients wrap what the application threw.
        return "Worker '" + clientId + "' died at " + diedAt + ": " + failure
                + (root == failure ? "" : ", because of " + root);
    }

    @Nullable
    Throwable lastFailure() {
        return failure;
    }

    /** Does what is due by now besides polling: comes back from a pause, or from a crash. */
    void wakeIfDue() {
        if (workers.nowMs() >= nextMs) {
            nextMs = Long.MAX_VALUE;
            if (state == State.PAUSED) {
                state = State.RUNNING;
                client.setAttended(true);
                workers.control(client).resume();
            } else if (state == State.CRASHED) {
                restart();
            }
        }
    }

    /** Goes once around the loop, as far as that is possible without waiting for records. */
    void turn() {
        // A poll looks again when something arrives, and when it is over; a consumer with a thread of its own
        // (KIP-848) does not say when that is.
        boolean due =
                client.isOfEpochs() || workers.nowMs() >= polledMs + workers.pollEveryMs() || client.hasArrivals();
        if (state == State.RUNNING && due) {
            polledMs = workers.nowMs();
            guarded(() -> {
                ConsumerRecords<K, V> records = client.pollForApplication();
                if (!records.isEmpty() || workers.nowMs() >= pollSinceMs + workers.pollEveryMs()) {
                    handler.handle(records, consumer);
                    pollSinceMs = workers.nowMs();
                }
            });
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void guarded(Step step) {
        workers.checked(this::throwIfGone, () -> attempt(step));
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (Gone e) {
            // Its process is no more.
        } catch (WakeupException e) {
            close();
        } catch (AssertionError | ConcurrentUseException | VirtualDeadlockException e) {
            throw e;
        } catch (Exception | Error e) {
            died(e);
        }
    }

    private void throwIfGone() {
        if (state == State.CRASHED) {
            throw new Gone("worker '" + clientId + "' has crashed");
        }
    }

    void died(Throwable thrown) {
        if (state == State.RUNNING) {
            state = State.DIED;
            failure = thrown;
            diedAt = workers.describeNow();
            failureSeen = false;
            client.setAttended(false);
            tell("died: " + thrown, false);
        }
    }

    private void tell(String what, boolean runs) {
        MemberRef ref = new MemberRef(client.memberId(), clientId, null);
        workers.tell(at ->
                new WorkerChanged(at, String.valueOf(config.get(ConsumerConfig.GROUP_ID_CONFIG)), ref, what, runs));
    }

    @Override
    public String toString() {
        return Text.shown("worker '" + clientId + "' (" + state + ")");
    }
}
