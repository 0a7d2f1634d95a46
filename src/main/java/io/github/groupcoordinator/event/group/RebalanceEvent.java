package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import org.apiguardian.api.API;

/** A step of a group's rebalance: at its coordinator, or where one of its clients learns what it owns. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface RebalanceEvent extends ClusterEvent
        permits RebalanceStarted,
                RebalanceCompleted,
                GroupEpochBumped,
                TargetAssigned,
                MemberReconciled,
                PartitionsAssigned,
                PartitionsRevoked,
                PartitionsLost {}
