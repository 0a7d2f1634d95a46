package io.github.groupcoordinator.event;

import java.time.Instant;
import org.apiguardian.api.API;

/** Something that happened to a consumer group, at a virtual instant. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface RebalanceEvent
        permits MemberJoined,
                MemberLeft,
                MemberExpired,
                MemberFenced,
                RebalanceStarted,
                RebalanceCompleted,
                GroupEpochBumped,
                TargetAssigned,
                MemberReconciled,
                PartitionsAssigned,
                PartitionsRevoked,
                PartitionsLost,
                OffsetsCommitted,
                ClientDisturbed,
                BrokerDisturbed,
                FaultInjected,
                CoordinatorFailedOver,
                WorkerChanged,
                TransactionEnded,
                TopicCreatedAutomatically {

    /** Returns the virtual instant at which it happened. */
    Instant at();

    /**
     * Returns the {@code group.id}; empty for a transaction, a topic, what was done to a broker, and a fault on a request
     * that names no group.
     */
    String groupId();

    /** Returns what happened, to whom and why, on one line; without the time and the group. */
    String describe();
}
