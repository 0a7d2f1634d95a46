package io.github.groupcoordinator;

import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * What a test can do to one of the cluster's real clients from outside: make it crash, stall or lose its network. The
 * event log tells of each ({@link ClientDisturbed}).
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ClientHandle {
    private final EventLoop loop;
    private final AdoptedClient client;
    private final EventSink events;

    ClientHandle(EventLoop loop, AdoptedClient client, EventSink events) {
        this.loop = loop;
        this.client = client;
        this.events = events;
    }

    /** Returns its {@code client.id}. */
    public String clientId() {
        return client.clientId();
    }

    /**
     * Returns the member id of a consumer: the coordinator's in the classic protocol, empty while it has given none; the
     * client's own in the consumer protocol, from the start. Empty for other clients.
     */
    public String memberId() {
        return client.memberId();
    }

    /**
     * Stops the client dead, as a killed or frozen process: it sends no LeaveGroup and no more heartbeats, its
     * connections are gone, its rebalance listener is not called, and using it fails until {@link #resume}. Its group
     * finds out when {@code session.timeout.ms} has passed since its last heartbeat; in the consumer protocol it is the
     * broker's {@code group.consumer.session.timeout.ms}.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void crash() {
        disturb("crash", false, client::crash);
    }

    /**
     * Stops heartbeats until {@link #resume}; everything else goes on. In the consumer protocol a member joins by a
     * heartbeat, too; the one by which it leaves goes out. Nothing happens to a client without heartbeats.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void pauseHeartbeats() {
        disturb("pauseHeartbeats", false, client::pauseHeartbeats);
    }

    /**
     * Ends {@link #crash} and {@link #pauseHeartbeats}: the client goes on where it was and learns by itself what has
     * happened meanwhile, as a process does after a long pause.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void resume() {
        disturb("resume", true, client::resume);
    }

    /**
     * Cuts the client's connections once, as a network failure; it connects again by itself.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void disconnect() {
        disturb("disconnect", false, client::disconnect);
    }

    /**
     * Isolates the client, as a network partition does: no packet of it gets through, either way, until {@link #heal}. Unlike {@link #disconnect} nobody is told:
     * connections stay open until a timeout of the client's gives them up, and new ones are not established.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void isolate() {
        disturb("partition", false, client::isolate);
    }

    /**
     * Ends an {@link #isolate}: what both sides sent meanwhile arrives now, in order, on connections that they have not
     * given up.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void heal() {
        disturb("heal", true, client::heal);
    }

    /**
     * Lets each packet of the client take this long from now on, one way: a request and its answer take twice as long.
     * Packets never overtake each other.
     *
     * @throws IllegalStateException if the client has been closed
     */
    public void latency(Duration oneWay) {
        disturb("latency " + oneWay, oneWay.isZero(), () -> client.setLatency(oneWay));
    }

    /** Returns whether it is crashed at the moment. */
    public boolean isCrashed() {
        return client.isCrashed();
    }

    /** Returns whether it has been closed. */
    public boolean isClosed() {
        return client.isClosed();
    }

    /**
     * For fixtures: says that whoever made the client will see to its end, so that leaving it open is not the test's
     * mistake. {@link InMemoryKafka#close()} closes it.
     *
     * @return this
     */
    public ClientHandle closedByFixture() {
        client.closedByFixture();
        return this;
    }

    private void disturb(String what, boolean recovers, Runnable action) {
        loop.ownership().enter(client.describe() + "." + what + "()");
        try {
            action.run();
            MemberRef ref = new MemberRef(client.memberId(), client.clientId(), null);
            events.append(new ClientDisturbed(loop.now(), client.group(), ref, what, recovers));
        } finally {
            loop.ownership().exit();
        }
    }

    @Override
    public String toString() {
        return client.describe();
    }
}
