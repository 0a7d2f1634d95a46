package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.Findable;
import io.github.groupcoordinator.internal.cluster.ControlledClient;
import io.github.groupcoordinator.internal.real.around.Gate;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of the user's real clients on a real cluster: what a test can do to it besides using it. */
abstract class RealClient implements ControlledClient, Findable {
    /** Enough for a client to say goodbye to a cluster that answers. */
    static final Duration TO_CLOSE = Duration.ofSeconds(10);

    private final Scene scene;
    private final String kind;
    private final String clientId;
    private final String madeAt = AdoptedClient.caller();
    private @Nullable Gate gate;
    private volatile boolean crashed;
    private volatile boolean paused;
    private volatile boolean closed;
    private boolean closedByFixture;

    RealClient(Scene scene, String kind, String clientId) {
        this.scene = scene;
        this.kind = kind;
        this.clientId = clientId;
    }

    /** Puts a gate before its sockets. */
    final void behind(Gate made) {
        gate = made;
    }

    private Gate gate() {
        return Objects.requireNonNull(gate, "A client is used before it is behind its gate");
    }

    /** Closes it at the end of a test. */
    abstract void closeQuietly();

    /** Returns its {@code group.id}; empty if it has none. */
    String groupId() {
        return "";
    }

    final Scene scene() {
        return scene;
    }

    @Override
    public final String clientId() {
        return clientId;
    }

    @Override
    public String memberId() {
        return "";
    }

    @Override
    public final void crash() {
        disturb("crash", false, this::kill);
    }

    @Override
    public final void pause() {
        disturb("pause", false, () -> {
            if (!crashed) {
                paused = true;
                gate().hold();
            }
        });
    }

    @Override
    public final void pauseHeartbeats() {
        disturb("pauseHeartbeats", false, () -> gate().holdHeartbeats(true));
    }

    @Override
    public final void resume() {
        disturb("resume", true, this::revive);
    }

    /** Ends its process, without a word of it. */
    final void kill() {
        crashed = true;
        gate().shut();
    }

    /** Lets it go on, without a word of it. */
    final void revive() {
        crashed = false;
        paused = false;
        gate().holdHeartbeats(false);
        gate().open();
    }

    @Override
    public final void disconnect() {
        disturb("disconnect", false, gate()::cut);
    }

    @Override
    public final void isolate() {
        disturb("partition", false, gate()::hold);
    }

    @Override
    public final void heal() {
        disturb("heal", true, gate()::open);
    }

    @Override
    public final void latency(Duration oneWay) {
        throw scene.refusals()
                .notPortable("ClientHandle.latency", "how long a packet takes is up to the real network there");
    }

    private void disturb(String what, boolean recovers, Runnable action) {
        if (closed) {
            throw new IllegalStateException(what + "() on " + describe() + ", which has been closed");
        }
        MemberRef ref = new MemberRef(memberId(), clientId, null);
        scene.journal().append(new ClientDisturbed(RealTime.now(), groupId(), ref, what, recovers));
        action.run();
    }

    /** Refuses calls of the application while its process does nothing. */
    final void requireNotStopped(String call) {
        if (isStopped()) {
            throw new IllegalStateException(
                    call + " on " + describe() + ", which " + describeStop() + "; resume() lets it go on");
        }
    }

    /** Says what keeps its process from doing anything. */
    final String describeStop() {
        return crashed ? "has crashed" : "is paused";
    }

    final boolean isStopped() {
        return crashed || paused;
    }

    @Override
    public final boolean isCrashed() {
        return crashed;
    }

    @Override
    public final boolean isPaused() {
        return paused;
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    final void markClosed() {
        closed = true;
    }

    @Override
    public final void closedByFixture() {
        closedByFixture = true;
    }

    final boolean isLeaked() {
        return !closed && !isStopped() && !closedByFixture;
    }

    /** Returns whether it was last seen as this member. */
    boolean was(String id) {
        return memberId().equals(id);
    }

    boolean isShareConsumer() {
        return false;
    }

    /** Returns whether a thread of the application still has it. */
    boolean isLeftByApplication() {
        return false;
    }

    final String madeAt() {
        return madeAt;
    }

    @Override
    public final String describe() {
        return Text.shown(kind + " '" + clientId + "'");
    }

    @Override
    public String toString() {
        return describe();
    }
}
