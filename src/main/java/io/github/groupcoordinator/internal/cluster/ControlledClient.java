package io.github.groupcoordinator.internal.cluster;

import java.time.Duration;

/** A client that a test breaks from outside, whatever the cluster is that it talks to. */
public interface ControlledClient {

    /** Returns its {@code client.id}. */
    String clientId();

    /** Returns its member id, empty while it has none. */
    String memberId();

    /** Stops the client dead, as a killed process. */
    void crash();

    /** Lets the client do nothing more, as a process that hangs. */
    void pause();

    /** Stops heartbeats only. */
    void pauseHeartbeats();

    /** Ends a crash, a pause, or a pause of heartbeats. */
    void resume();

    /** Cuts the client's connections once. */
    void disconnect();

    /** Lets no packet of the client through, either way. */
    void isolate();

    /** Ends the client's isolation. */
    void heal();

    /** Lets each packet take so long, one way. */
    void latency(Duration oneWay);

    /** Returns whether it is crashed at the moment. */
    boolean isCrashed();

    /** Returns whether it hangs at the moment. */
    boolean isPaused();

    /** Returns whether it has been closed. */
    boolean isClosed();

    /** Says that whoever made it will see to its end. */
    void closedByFixture();

    /** Returns kind and id, for messages. */
    String describe();
}
