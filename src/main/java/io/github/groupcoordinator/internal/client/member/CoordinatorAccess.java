package io.github.groupcoordinator.internal.client.member;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.consumer.internals.ConsumerNetworkClient;
import org.apache.kafka.clients.consumer.internals.RequestFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.utils.Timer;
import org.jspecify.annotations.Nullable;

/** The {@code ConsumerCoordinator} inside one classic consumer, as far as we read and call it. */
public final class CoordinatorAccess implements MemberIdentity {
    private static final String INTERNALS = "org.apache.kafka.clients.consumer.internals.";
    private static final Class<?> TYPE = Reflect.type(INTERNALS + "AbstractCoordinator");
    private static final Class<?> CONSUMER_TYPE = Reflect.type(INTERNALS + "ConsumerCoordinator");
    private static final Class<?> GENERATION_TYPE = Reflect.type(INTERNALS + "AbstractCoordinator$Generation");
    private static final Class<?> HEARTBEAT_TYPE = Reflect.type(INTERNALS + "Heartbeat");
    private static final Field CLIENT = Reflect.field(TYPE, "client");
    private static final Field KAFKA_CLIENT = Reflect.field(ConsumerNetworkClient.class, "client");
    private static final Field COORDINATOR = Reflect.field(TYPE, "coordinator");
    private static final Field HEARTBEAT = Reflect.field(TYPE, "heartbeat");
    private static final Field STATE = Reflect.field(TYPE, "state");
    private static final Field FIND_COORDINATOR_FUTURE = Reflect.field(TYPE, "findCoordinatorFuture");
    private static final Field REBALANCE_CONFIG = Reflect.field(TYPE, "rebalanceConfig");
    private static final Field RETRY_BACKOFF = Reflect.field(REBALANCE_CONFIG.getType(), "retryBackoffMs");
    private static final Field AUTO_COMMIT = Reflect.field(CONSUMER_TYPE, "autoCommitEnabled");
    private static final Field AUTO_COMMIT_INTERVAL = Reflect.field(CONSUMER_TYPE, "autoCommitIntervalMs");
    private static final Field AUTO_COMMIT_TIMER = Reflect.field(CONSUMER_TYPE, "nextAutoCommitTimer");
    private static final Field GENERATION_ID = Reflect.field(GENERATION_TYPE, "generationId");
    private static final Field MEMBER_ID = Reflect.field(GENERATION_TYPE, "memberId");
    private static final Method HAS_NOT_JOINED = Reflect.method(STATE.getType(), "hasNotJoinedGroup");
    private static final Method COORDINATOR_UNKNOWN = Reflect.method(TYPE, "coordinatorUnknown");
    private static final Method LOOKUP = Reflect.method(TYPE, "lookupCoordinator");
    private static final Method CLEAR_LOOKUP = Reflect.method(TYPE, "clearFindCoordinatorFuture");
    private static final Method MARK_UNKNOWN = Reflect.method(TYPE, "markCoordinatorUnknown", String.class);
    private static final Method POLL_EXPIRED = Reflect.method(TYPE, "handlePollTimeoutExpiry");
    private static final Method SEND_HEARTBEAT = Reflect.method(TYPE, "sendHeartbeatRequest");
    private static final Method REJOIN_NEEDED = Reflect.method(CONSUMER_TYPE, "rejoinNeededOrPending");
    private static final Field GENERATION = Reflect.field(TYPE, "generation");
    private static final Field HEARTBEAT_TIMER = Reflect.field(HEARTBEAT_TYPE, "heartbeatTimer");
    private static final Field SESSION_TIMER = Reflect.field(HEARTBEAT_TYPE, "sessionTimer");
    private static final Field POLL_TIMER = Reflect.field(HEARTBEAT_TYPE, "pollTimer");
    private static final Field DEADLINE = Reflect.field(Timer.class, "deadlineMs");
    private static final Method SHOULD_HEARTBEAT = Reflect.method(HEARTBEAT_TYPE, "shouldHeartbeat", long.class);
    private static final Method SENT_HEARTBEAT = Reflect.method(HEARTBEAT_TYPE, "sentHeartbeat", long.class);
    private static final Method RECEIVE_HEARTBEAT = Reflect.method(HEARTBEAT_TYPE, "receiveHeartbeat");
    private static final Method FAIL_HEARTBEAT = Reflect.method(HEARTBEAT_TYPE, "failHeartbeat");
    private static final Method SESSION_EXPIRED = Reflect.method(HEARTBEAT_TYPE, "sessionTimeoutExpired", long.class);
    private static final Method POLL_TIMEOUT_EXPIRED = Reflect.method(HEARTBEAT_TYPE, "pollTimeoutExpired", long.class);

    private final Object coordinator;
    private final Object heartbeat;
    private final ConsumerNetworkClient client;
    private final Timer[] timers;

    public CoordinatorAccess(Object coordinator) {
        this.coordinator = coordinator;
        this.heartbeat = Reflect.get(HEARTBEAT, coordinator);
        this.client = Reflect.get(CLIENT, coordinator);
        this.timers = new Timer[] {
            Reflect.get(HEARTBEAT_TIMER, heartbeat),
            Reflect.get(SESSION_TIMER, heartbeat),
            Reflect.get(POLL_TIMER, heartbeat)
        };
    }

    /** Returns the monitor that the client's own code holds around its group state. */
    public Object monitor() {
        return coordinator;
    }

    /** Lets the client take what has arrived; must not be called while it is polling up the stack. */
    public void pollNoWakeup() {
        client.pollNoWakeup();
    }

    public boolean hasNotJoinedGroup() {
        return isTrue(Reflect.invoke(HAS_NOT_JOINED, Reflect.get(STATE, coordinator)));
    }

    public boolean coordinatorUnknown() {
        return isTrue(Reflect.invoke(COORDINATOR_UNKNOWN, coordinator));
    }

    /** Returns the same as {@link #coordinatorUnknown}, without the client's locks and without changing anything. */
    public boolean seemsUnknown(long nowMs) {
        Node node = (Node) Reflect.getOrNull(COORDINATOR, coordinator);
        KafkaClient network = Reflect.get(KAFKA_CLIENT, client);
        return node == null || network.connectionFailed(node) && network.connectionDelay(node, nowMs) > 0;
    }

    /** Does what the heartbeat thread does about an unknown coordinator: looks it up, or gives up the lookup. */
    public void findCoordinator() {
        boolean lookingUp = Reflect.getOrNull(FIND_COORDINATOR_FUTURE, coordinator) != null;
        Reflect.invoke(lookingUp ? CLEAR_LOOKUP : LOOKUP, coordinator);
    }

    public void markCoordinatorUnknown(String cause) {
        Reflect.invoke(MARK_UNKNOWN, coordinator, cause);
    }

    public void handlePollTimeoutExpiry() {
        Reflect.invoke(POLL_EXPIRED, coordinator);
    }

    @SuppressWarnings("unchecked")
    public RequestFuture<Void> sendHeartbeatRequest() {
        Object future = Reflect.invoke(SEND_HEARTBEAT, coordinator);
        if (future == null) {
            throw new IllegalStateException("A heartbeat was sent without a future");
        }
        return (RequestFuture<Void>) future;
    }

    public long retryBackoffMs() {
        return Reflect.<Long>get(RETRY_BACKOFF, Reflect.get(REBALANCE_CONFIG, coordinator));
    }

    /** Returns the earliest of the heartbeat's, the session's and the poll interval's deadlines. */
    public long nextHeartbeatDeadlineMs() {
        long earliest = Long.MAX_VALUE;
        for (Timer timer : timers) {
            earliest = Math.min(earliest, Reflect.<Long>get(DEADLINE, timer));
        }
        return earliest;
    }

    /** Returns when the next heartbeat is due. */
    public long heartbeatDueMs() {
        return Reflect.<Long>get(DEADLINE, timers[0]);
    }

    /** Returns when the next auto commit is due, {@link Long#MAX_VALUE} if there is none. */
    public long autoCommitDueMs() {
        return Reflect.<Boolean>get(AUTO_COMMIT, coordinator)
                ? Reflect.<Long>get(DEADLINE, Reflect.<Timer>get(AUTO_COMMIT_TIMER, coordinator))
                : Long.MAX_VALUE;
    }

    public boolean shouldHeartbeat(long nowMs) {
        return isTrue(Reflect.invoke(SHOULD_HEARTBEAT, heartbeat, nowMs));
    }

    public boolean sessionTimeoutExpired(long nowMs) {
        return isTrue(Reflect.invoke(SESSION_EXPIRED, heartbeat, nowMs));
    }

    public boolean pollTimeoutExpired(long nowMs) {
        return isTrue(Reflect.invoke(POLL_TIMEOUT_EXPIRED, heartbeat, nowMs));
    }

    public void sentHeartbeat(long nowMs) {
        Reflect.invoke(SENT_HEARTBEAT, heartbeat, nowMs);
    }

    public void receiveHeartbeat() {
        Reflect.invoke(RECEIVE_HEARTBEAT, heartbeat);
    }

    public void failHeartbeat() {
        Reflect.invoke(FAIL_HEARTBEAT, heartbeat);
    }

    /** Returns whether the client must join again, or is about to. */
    public boolean rejoinNeededOrPending() {
        return isTrue(Reflect.invoke(REJOIN_NEEDED, coordinator));
    }

    @Override
    public int generationId() {
        return Reflect.<Integer>get(GENERATION_ID, Reflect.get(GENERATION, coordinator));
    }

    @Override
    public String memberId() {
        return Reflect.get(MEMBER_ID, Reflect.get(GENERATION, coordinator));
    }

    /** Switches auto commit and returns how it was set before. */
    public boolean setAutoCommit(boolean enabled) {
        boolean before = Reflect.<Boolean>get(AUTO_COMMIT, coordinator);
        Reflect.set(AUTO_COMMIT, coordinator, enabled);
        return before;
    }

    /** Lets the interval start now; the client does so itself when it has joined, but only if auto commit is on. */
    public void restartAutoCommitInterval() {
        Reflect.<Timer>get(AUTO_COMMIT_TIMER, coordinator)
                .updateAndReset(Reflect.<Integer>get(AUTO_COMMIT_INTERVAL, coordinator));
    }

    public static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }
}
