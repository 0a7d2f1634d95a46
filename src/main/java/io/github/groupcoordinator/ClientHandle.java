package io.github.groupcoordinator;

import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.internal.cluster.ControlledClient;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * A handle on one of the cluster's real clients: a test makes it crash, stall or lose its network from outside. The
 * event log tells of each ({@link ClientDisturbed}).
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ClientHandle {
    private final ControlledClient control;

    ClientHandle(ControlledClient control) {
        this.control = control;
    }

    /** Returns its {@code client.id}. */
    public String clientId() {
        return control.clientId();
    }

    /**
     * Returns the member id of a consumer: the coordinator's in the classic protocol, empty while it has given none;
     * the client's own in the consumer protocol, from the start. Empty for other clients.
     */
    public String memberId() {
        return control.memberId();
    }

    /**
     * Stops the client dead, as a killed process: it sends no LeaveGroup and no more heartbeats, its connections are
     * gone, its rebalance listener is not called, and using it fails until {@link #resume}. Its group finds out when
     * {@code session.timeout.ms} has passed since its last heartbeat; in the consumer protocol it is the broker's
     * {@code group.consumer.session.timeout.ms}, in a share group {@code group.share.session.timeout.ms}. Others can
     * have what a share consumer holds at once, since its connections are gone.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void crash() {
        control.crash();
    }

    /**
     * Stops the client as a process that hangs, in a long garbage collection, say, until {@link #resume}: it sends
     * nothing more and takes nothing in, its rebalance listener is not called, and using it fails; but its connections
     * stay open, so that nobody is told. Its group finds out as after a {@link #crash}; the locks of a share consumer
     * last until they run out ({@code group.share.record.lock.duration.ms}). Does nothing to a client that has crashed.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void pause() {
        control.pause();
    }

    /**
     * Stops heartbeats until {@link #resume}; everything else goes on. In the consumer protocol a member joins by a
     * heartbeat, too; the one by which it leaves goes out. Nothing happens to a client without heartbeats.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void pauseHeartbeats() {
        control.pauseHeartbeats();
    }

    /**
     * Ends {@link #crash}, {@link #pause} and {@link #pauseHeartbeats}: the client goes on where it was and learns by
     * itself what has happened meanwhile, as a process does after a long pause.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void resume() {
        control.resume();
    }

    /**
     * Cuts the client's connections once, as a network failure; it connects again by itself.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void disconnect() {
        control.disconnect();
    }

    /**
     * Isolates the client, as a network partition does: no packet of it gets through, either way, until {@link #heal}.
     * Unlike {@link #disconnect} nobody is told: connections stay open until a timeout of the client's gives them up,
     * and new ones are not established.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void isolate() {
        control.isolate();
    }

    /**
     * Ends an {@link #isolate}: what both sides sent meanwhile arrives now, in order, on connections that they have not
     * given up.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void heal() {
        control.heal();
    }

    /**
     * Lets each packet of the client take this long from now on, one way: a request and its answer take twice as long.
     * Packets never overtake each other.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void latency(Duration oneWay) {
        control.latency(oneWay);
    }

    /** Returns whether it is crashed at the moment. */
    public boolean isCrashed() {
        return control.isCrashed();
    }

    /** Returns whether it is {@linkplain #pause paused} at the moment. */
    public boolean isPaused() {
        return control.isPaused();
    }

    /** Returns whether it has been closed. */
    public boolean isClosed() {
        return control.isClosed();
    }

    /**
     * For fixtures: says that whoever made the client will see to its end, so that leaving it open is not the test's
     * mistake. {@link InMemoryKafka#close()} closes it.
     *
     * @return this
     */
    public ClientHandle closedByFixture() {
        control.closedByFixture();
        return this;
    }

    @Override
    public String toString() {
        return control.describe();
    }
}
