package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.event.client.WorkerChanged;
import io.github.groupcoordinator.internal.cluster.Application;
import io.github.groupcoordinator.internal.cluster.RunningWorker;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.real.NotPortableException;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one simulated application on a real cluster, run turn by turn on the test's thread, and what becomes of
 * its process.
 *
 * @param <C> what it polls
 */
final class RealWorker<C, K, V> implements RunningWorker<C> {
    private final RealClients clients;
    private final Journal journal;
    private final Function<Map<String, Object>, C> consumers;
    private final Map<String, Object> config;
    private final List<String> topics;
    private final Supplier<Application<C, K, V>> application;
    private Application<C, K, V> handler;
    private C consumer;
    private GuardedClient client;
    private State state = State.RUNNING;
    private RealTime.@Nullable Wait pause;
    private @Nullable Throwable failure;
    private boolean failureSeen;

    private enum State {
        RUNNING,
        PAUSED,
        CRASHED,
        DIED,
        CLOSED
    }

    RealWorker(
            RealClients clients,
            Journal journal,
            Function<Map<String, Object>, C> consumers,
            Map<String, ?> config,
            Collection<String> topics,
            Supplier<Application<C, K, V>> application) {
        this.clients = clients;
        this.journal = journal;
        this.consumers = consumers;
        this.config = new LinkedHashMap<>(config);
        this.topics = List.copyOf(topics);
        this.application = application;
        this.handler = application.get();
        this.consumer = consumers.apply(this.config);
        this.client = (GuardedClient) clients.require(consumer);
        this.config.put(CommonClientConfigs.CLIENT_ID_CONFIG, client.clientId());
        begin("started");
    }

    private void begin(String what) {
        client.closedByFixture();
        state = State.RUNNING;
        handler.begin(consumer, topics);
        tell(what, true);
    }

    @Override
    public String clientId() {
        return client.clientId();
    }

    @Override
    public C consumer() {
        return consumer;
    }

    GuardedClient client() {
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

    /** Returns what it died of, if nobody has asked; once. */
    Optional<Throwable> takeUnseenFailure() {
        Optional<Throwable> unseen = failureSeen ? Optional.empty() : Optional.ofNullable(failure);
        failureSeen = true;
        return unseen;
    }

    @Override
    public void crash() {
        if (state == State.RUNNING || state == State.PAUSED || state == State.DIED) {
            state = State.CRASHED;
            client.crash();
        }
    }

    @Override
    public void pause(Duration duration) {
        if (state == State.RUNNING) {
            state = State.PAUSED;
            pause = RealTime.atMost(duration);
            client.pause();
        }
    }

    @Override
    public void restart() {
        crash();
        failureSeen |= failure != null;
        failure = null;
        handler = application.get();
        consumer = consumers.apply(config);
        client = (GuardedClient) clients.require(consumer);
        begin("restarted");
    }

    @Override
    public void close() {
        if (state == State.CRASHED || state == State.CLOSED) {
            return;
        }
        if (state == State.PAUSED) {
            client.resume();
        }
        state = State.CLOSED;
        tell("closed", false);
        try {
            handler.close(consumer);
        } catch (NotPortableException e) {
            throw e;
        } catch (RuntimeException e) {
            state = State.RUNNING;
            died(e);
        }
    }

    /** Ends it with its cluster: a loop that has died closes nothing. */
    void end() {
        if (state != State.DIED) {
            close();
        }
    }

    /** Goes once around the loop, for so long at most. */
    void turn(Duration atMost) {
        if (state == State.PAUSED && pause != null && pause.isOver()) {
            state = State.RUNNING;
            client.resume();
        }
        if (state == State.RUNNING) {
            try {
                handler.handle(polled(atMost), consumer);
            } catch (WakeupException e) {
                close();
            } catch (NotPortableException | AssertionError e) {
                throw e;
            } catch (Exception | Error e) {
                died(e);
            }
        }
    }

    @SuppressWarnings("unchecked") // The consumer's own deserializers made them.
    private ConsumerRecords<K, V> polled(Duration atMost) {
        return (ConsumerRecords<K, V>) client.poll(atMost);
    }

    private void died(Throwable thrown) {
        if (state == State.RUNNING) {
            state = State.DIED;
            failure = thrown;
            failureSeen = false;
            client.setAttended(false);
            tell("died: " + thrown, false);
        }
    }

    private void tell(String what, boolean runs) {
        MemberRef ref = new MemberRef(client.memberId(), client.clientId(), null);
        String group = String.valueOf(config.get(ConsumerConfig.GROUP_ID_CONFIG));
        journal.append(new WorkerChanged(RealTime.now(), group, ref, what, runs));
    }

    @Override
    public String toString() {
        return Text.shown("worker '" + client.clientId() + "' (" + state + ")");
    }
}
