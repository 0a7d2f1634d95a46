package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;

/** The control that a test has over one of the real clients from outside; the event log tells of each use of it. */
public final class ClientControl implements ControlledClient {
    private final EventLoop loop;
    private final AdoptedClient client;
    private final EventSink events;

    ClientControl(EventLoop loop, AdoptedClient client, EventSink events) {
        this.loop = loop;
        this.client = client;
        this.events = events;
    }

    @Override
    public String clientId() {
        return client.clientId();
    }

    @Override
    public String memberId() {
        return client.memberId();
    }

    @Override
    public void crash() {
        disturb("crash", false, client::crash);
    }

    @Override
    public void pause() {
        disturb("pause", false, () -> client.pause(false));
    }

    /** Lets the client do nothing more until it is resumed, as it will be; its application waits for that. */
    void pauseForAWhile() {
        disturb("pause", false, () -> client.pause(true));
    }

    @Override
    public void pauseHeartbeats() {
        disturb("pauseHeartbeats", false, client::pauseHeartbeats);
    }

    @Override
    public void resume() {
        disturb("resume", true, client::resume);
    }

    @Override
    public void disconnect() {
        disturb("disconnect", false, client::disconnect);
    }

    @Override
    public void isolate() {
        disturb("partition", false, client::isolate);
    }

    @Override
    public void heal() {
        disturb("heal", true, client::heal);
    }

    @Override
    public void latency(Duration oneWay) {
        AdoptedClient.requireLatency(oneWay);
        disturb("latency " + oneWay, oneWay.isZero(), () -> client.setLatency(oneWay));
    }

    @Override
    public boolean isCrashed() {
        return client.isCrashed();
    }

    @Override
    public boolean isPaused() {
        return client.isPaused();
    }

    @Override
    public boolean isClosed() {
        return client.isClosed();
    }

    @Override
    public void closedByFixture() {
        client.closedByFixture();
    }

    @Override
    public String describe() {
        return client.describe();
    }

    private void disturb(String what, boolean recovers, Runnable action) {
        Calls.run(loop, client.describe() + "." + what + "()", () -> {
            client.requireOpen(what);
            // Before anything follows from it: the log tells causes before what they lead to.
            MemberRef ref = new MemberRef(client.memberId(), client.clientId(), null);
            events.append(new ClientDisturbed(loop.now(), client.group(), ref, what, recovers));
            action.run();
        });
    }
}
