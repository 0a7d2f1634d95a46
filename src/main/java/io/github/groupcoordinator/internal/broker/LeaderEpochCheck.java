package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.log.PartitionLog;
import org.apache.kafka.common.protocol.Errors;

/** KIP-320: a client that knows the leader epoch says so, and is told when it is behind or ahead. */
final class LeaderEpochCheck {
    private static final int UNKNOWN = -1;

    private LeaderEpochCheck() {}

    static Errors check(PartitionLog log, int clientsLeaderEpoch) {
        if (clientsLeaderEpoch == UNKNOWN || clientsLeaderEpoch == log.leaderEpoch()) {
            return Errors.NONE;
        }
        return clientsLeaderEpoch < log.leaderEpoch() ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
    }
}
