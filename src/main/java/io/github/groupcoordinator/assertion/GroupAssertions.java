package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Assertions on a group. A failure says what was expected and what is, who is waited for, and what happened last and
 * when.
 *
 * @param <SELF> for chains of calls
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface GroupAssertions<SELF> {

    /** The last rebalance has been completed and none has started since. */
    SELF isStable();

    /** The group exists and has no members. */
    SELF isEmpty();

    /** The group is in a state. */
    SELF isInState(GroupState state);

    /**
     * The group has exactly these members, in any order.
     *
     * @param members each one of the cluster's clients, or a client id, member id or group instance id
     */
    SELF hasMembers(Object... members);

    /** The group has so many members. */
    SELF hasMemberCount(int count);

    /** This member computes the assignment. */
    SELF hasLeader(Object member);

    /** The group is in this generation; each completed rebalance begins one. */
    SELF hasGeneration(int generation);

    /** The members agreed on this assignor, for example {@code range}. */
    SELF hasProtocol(String assignor);

    /**
     * The leader assigned exactly these partitions to a member; none, if none are given.
     *
     * @param partitions each as topic, dash and number, for example {@code orders-0}
     */
    SELF assigns(Object member, String... partitions);

    /**
     * The client itself takes exactly these partitions for its own, by what its rebalance listener was told. That may
     * differ from {@link #assigns} while a client has not yet learned of an assignment, or of the loss of one.
     */
    SELF owns(Object member, String... partitions);

    /** The numbers of partitions of members with the same subscription differ by 1 at most. */
    SELF isBalanced();

    /** This offset is committed for a partition. */
    SELF hasCommitted(String partition, long offset);

    /** No offset is committed for a partition. */
    SELF hasNothingCommitted(String partition);

    /** So many records follow the committed offset; all of the partition's, if none is committed. */
    SELF hasLag(String partition, long records);

    /** Everything in the partitions that are assigned, or were committed for, has been committed. */
    SELF hasNoLag();

    /** The rebalance that was completed last had started for this reason. */
    SELF rebalancedBecause(RebalanceReason reason);

    /** The rebalance that was completed last had started for this reason, and this member gave it. */
    SELF rebalancedBecause(RebalanceReason reason, Object member);

    /** Some completed rebalance had started for this reason. */
    SELF everRebalancedBecause(RebalanceReason reason);

    /** Some completed rebalance had started for this reason, and this member gave it. */
    SELF everRebalancedBecause(RebalanceReason reason, Object member);

    /** The last rebalance has been completed, and took at most so much virtual time. */
    SELF completedWithin(Duration atMost);
}
