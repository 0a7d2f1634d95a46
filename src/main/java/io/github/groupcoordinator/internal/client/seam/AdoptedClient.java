package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** One of the user's real clients on virtual time: what a test can do to it besides using it. */
public abstract class AdoptedClient implements Findable {
    /** The packages of the library below the facade, whose frames tell nothing of who made a client. */
    private static final String INTERNAL =
            AdoptedClient.class.getPackageName().replaceFirst("(\\.internal\\.).*", "$1");

    /** The package of the agent's calls in rewritten code. */
    private static final String HOOKS = "io.github.groupcoordinator.agent.boot.";

    private final ClientLife life;
    private final MemorySelectable network;
    private final String madeAt;
    private boolean closedByFixture;

    public AdoptedClient(ClientLife life, MemorySelectable network) {
        this.life = life;
        this.network = network;
        this.madeAt = caller();
    }

    /** Returns the line of the test, or of its application, that makes a client now. */
    public static String caller() {
        List<StackWalker.StackFrame> frames = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(stack -> stack.dropWhile(frame -> isOurs(frame.getDeclaringClass()))
                        .limit(1)
                        .collect(Collectors.toList()));
        return frames.isEmpty() ? "an unknown place" : frames.get(0).toString();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(INTERNAL)
                || type.getName().startsWith(HOOKS)
                || type == KafkaConsumer.class
                || type == AdminClient.class
                || type.isAnnotationPresent(MakesClients.class);
    }

    /** Closes the client at the end of a test: in an orderly way, or without a word if it has crashed. */
    public abstract void closeQuietly();

    /** Stops whatever the client does by itself. */
    public abstract void setHeartbeatsPaused(boolean paused);

    /** Stops or continues threads of its own; a consumer's only one is {@link #setHeartbeatsPaused paused}. */
    public void setFrozen(boolean frozen) {
        // Most clients have none.
    }

    public EventLoop loop() {
        return life.loop();
    }

    protected ClientLife life() {
        return life;
    }

    public MemorySelectable network() {
        return network;
    }

    public String clientId() {
        return life.clientId();
    }

    /** Returns whether it is a producer. */
    public boolean isProducer() {
        return life.kind() == ClientKind.PRODUCER;
    }

    /** Returns whether it is a consumer. */
    public boolean isConsumer() {
        return life.kind() == ClientKind.CONSUMER;
    }

    /** Returns the member id that the coordinator gave it, empty if it has none. */
    public String memberId() {
        return "";
    }

    /** Returns its {@code group.id}; empty if it has none. */
    public String group() {
        return "";
    }

    /** Stops the client dead, as a killed process: no LeaveGroup, no heartbeats, no connections. */
    public void crash() {
        requireOpen("crash");
        if (!life.isCrashed()) {
            life.crash();
            standStill();
            network.unplug();
        }
    }

    /**
     * Lets the client do nothing more, as a process that hangs: its connections stay open.
     *
     * @param forAWhile whether it will be {@linkplain #resume resumed}, so that calls of its application wait for that
     */
    public void pause(boolean forAWhile) {
        requireOpen("pause");
        if (!life.isStopped()) {
            life.pause(forAWhile);
            standStill();
        }
    }

    private void standStill() {
        setHeartbeatsPaused(true);
        setFrozen(true);
    }

    /** Stops heartbeats only; the client can be polled on, and its group will expire it. */
    public void pauseHeartbeats() {
        requireOpen("pauseHeartbeats");
        setHeartbeatsPaused(true);
    }

    /** Ends a crash or a pause of any kind: the client goes on where it was, not knowing that time has passed. */
    public void resume() {
        requireOpen("resume");
        life.resume();
        network.plugIn();
        setHeartbeatsPaused(false);
        setFrozen(false);
    }

    /** Cuts the client's connections once; it connects again by itself. */
    public void disconnect() {
        requireOpen("disconnect");
        network.disconnectAll();
    }

    /** Lets no packet of the client through, either way, until {@link #heal}. */
    public void isolate() {
        requireOpen("isolate");
        network.partition();
    }

    /** Ends an {@link #isolate}. */
    public void heal() {
        requireOpen("heal");
        network.heal();
    }

    /** Draws how long each of its packets takes from now on. */
    public void drawLatencies(Random random) {
        network.drawLatencies(random);
    }

    /** Sets how long each of its packets takes, one way. */
    public void setLatency(Duration latency) {
        requireOpen("latency");
        requireLatency(latency);
        network.setLatencyMs(latency.toMillis());
    }

    /** Refuses what no packet can take. */
    public static void requireLatency(Duration latency) {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("A packet does not arrive before it is sent: latency " + latency);
        }
    }

    /** Says that whoever made the client will close it: leaving it open is not the test's mistake. */
    public void closedByFixture() {
        closedByFixture = true;
    }

    /** Says what keeps its process from doing anything, and since when; null if nothing does. */
    @Nullable
    public String describeStop() {
        return life.describeStop();
    }

    public boolean isCrashed() {
        return life.isCrashed();
    }

    /** Returns whether its process hangs. */
    public boolean isPaused() {
        return life.isPaused();
    }

    /** Returns whether its process does nothing: it has crashed, or hangs. */
    public boolean isStopped() {
        return life.isStopped();
    }

    public boolean isClosed() {
        return life.isClosed();
    }

    public void markClosed() {
        life.markClosed();
    }

    public boolean isLeaked() {
        return !life.isClosed() && !life.isStopped() && !closedByFixture;
    }

    /** Refuses calls of the application while its process does nothing. */
    public void requireNotStopped(String call) {
        life.requireNotStopped(call);
    }

    /** Refuses what is done to a client after its end. */
    public void requireOpen(String what) {
        if (life.isClosed()) {
            throw new IllegalStateException(what + "() on " + describe() + ", which has been closed");
        }
    }

    /** Returns how many frames it has sent and taken so far: whether polling it again can bring it further. */
    public long traffic() {
        return network.traffic();
    }

    /** Returns kind and id, for messages. */
    public String describe() {
        return life.describe();
    }

    /** Returns where the test made it. */
    public String madeAt() {
        return madeAt;
    }
}
