package io.github.groupcoordinator.internal.client.member;

import io.github.groupcoordinator.internal.client.position.PositionResets;
import java.util.Set;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** The inside of a {@code KafkaConsumer}: one implementation for each of the two that Kafka has. */
public interface ConsumerInternals extends ClientInternals, MemberIdentity {

    /** Returns what its application has subscribed to, and where it is. */
    SubscriptionState subscriptions();

    /** Says who is to know of the positions that are out of range. */
    void watchedBy(PositionResets resets);

    /** Returns what it believes to own. */
    Set<TopicPartition> assignment();

    /** Returns who writes down what its rebalance listener is told; null for a consumer without a group. */
    @Nullable
    RebalanceRecorder recorder();

    /** Returns whether it must join its group again, or has not yet done what its group last told it. */
    boolean rejoinNeededOrPending();

    /**
     * Returns until when a poll would find nothing to do for want of time, if it knows all positions; the present if it
     * has something to do, or may have.
     *
     * @param commits whether polls commit what is due
     */
    long idleUntilMs(long nowMs, boolean commits);

    /**
     * Does for the group what a {@code poll} would do, and nothing else; no records, no auto commits.
     *
     * @throws InvalidOffsetException if its application must say where to go on
     * @throws WakeupException if a {@code wakeup()} was pending, which is gone now
     */
    void pollGroupOnly();
}
