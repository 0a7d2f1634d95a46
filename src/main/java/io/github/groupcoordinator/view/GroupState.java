package io.github.groupcoordinator.view;

import org.apiguardian.api.API;

/** The state of a group, in Kafka's words. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum GroupState {
    /** No members; perhaps committed offsets. */
    EMPTY("Empty"),
    /** A rebalance has started; members are asked to join again. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** The members have joined; the leader's assignment is awaited. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Consumer protocol: the target assignment is yet to be computed for the group's epoch. */
    ASSIGNING("Assigning"),
    /** Consumer protocol: there is a target assignment, and not every member has come to it. */
    RECONCILING("Reconciling"),
    /** Streams protocol: topics of the topology are missing, or do not fit; nobody has any task. */
    NOT_READY("NotReady"),
    /** Every member can fetch its assignment; in the consumer protocol, every member has it. */
    STABLE("Stable"),
    /** There is no such group, or it has been deleted. */
    DEAD("Dead");

    private final String kafkaName;

    GroupState(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /** Returns the name that DescribeGroups and ListGroups use, for example {@code PreparingRebalance}. */
    public String kafkaName() {
        return kafkaName;
    }
}
