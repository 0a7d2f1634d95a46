package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;

/** The control that a test has over one of the real clients from outside; the event log tells of each use of it. */
public final class ClientControl {
    private final EventLoop loop;
    private final AdoptedClient client;
    private final EventSink events;

    ClientControl(EventLoop loop, AdoptedClient client, EventSink events) {
        this.loop = loop;
        this.client = client;
        this.events = events;
    }

    /** Returns the client that it controls. */
    public AdoptedClient client() {
        return client;
    }

    /** Stops the client dead, as a killed process. */
    public void crash() {
        disturb("crash", false, client::crash);
    }

    /** Lets the client do nothing more, as a process that hangs. */
    public void pause() {
        disturb("pause", false, () -> client.pause(false));
    }

    /** Lets the client do nothing more until it is resumed, as it will be; its application waits for that. */
    void pauseForAWhile() {
        disturb("pause", false, () -> client.pause(true));
    }

    /** Stops heartbeats only. */
    public void pauseHeartbeats() {
        disturb("pauseHeartbeats", false, client::pauseHeartbeats);
    }

    /** Ends a crash, a pause, or a pause of heartbeats. */
    public void resume() {
        disturb("resume", true, client::resume);
    }

    /** Cuts the client's connections once. */
    public void disconnect() {
        disturb("disconnect", false, client::disconnect);
    }

    /** Lets no packet of the client through, either way. */
    public void isolate() {
        disturb("partition", false, client::isolate);
    }

    /** Ends the client's isolation. */
    public void heal() {
        disturb("heal", true, client::heal);
    }

    /** Lets each packet take so long, one way. */
    public void latency(Duration oneWay) {
        AdoptedClient.requireLatency(oneWay);
        disturb("latency " + oneWay, oneWay.isZero(), () -> client.setLatency(oneWay));
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
