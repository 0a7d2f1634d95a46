package io.github.groupcoordinator.internal.group.classic;

/** The state of a classic group, as Kafka has them. */
public enum ClassicState {
    /** No members; perhaps committed offsets. Next: PREPARING_REBALANCE. */
    EMPTY("Empty"),
    /** Members are asked to join again; parks JoinGroup. Next: COMPLETING_REBALANCE, or EMPTY if nobody is left. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** Waiting for the leader's assignment; parks SyncGroup. Next: STABLE. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Everyone can fetch its assignment. Next: PREPARING_REBALANCE. */
    STABLE("Stable"),
    /** The coordinator gave the group up. */
    DEAD("Dead");

    private final String kafkaName;

    ClassicState(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /** Returns the name that DescribeGroups and ListGroups use. */
    public String kafkaName() {
        return kafkaName;
    }

    boolean canRebalance() {
        return switch (this) {
            case EMPTY, COMPLETING_REBALANCE, STABLE -> true;
            case PREPARING_REBALANCE, DEAD -> false;
        };
    }
}
