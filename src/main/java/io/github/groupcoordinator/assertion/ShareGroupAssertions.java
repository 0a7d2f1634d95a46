package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.ShareRecordState;
import org.apiguardian.api.API;

/**
 * Assertions on a share group (KIP-932). A failure says what was expected and what is, who has which records until
 * when, and what happened last and when. Members are given as one of the cluster's clients, or as a client id or member
 * id; partitions as topic, dash and number, for example {@code orders-0}.
 *
 * @param <SELF> for chains of calls
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ShareGroupAssertions<SELF> {

    /** The group exists and has no members. */
    SELF isEmpty();

    /** The group is in a state: EMPTY, STABLE, or DEAD if there is none. */
    SELF isInState(GroupState state);

    /** The group has exactly these members, in any order. */
    SELF hasMembers(Object... members);

    /** The group has so many members. */
    SELF hasMemberCount(int count);

    /** A member, and nobody else, has exactly these records of a partition at the moment; none, if none are given. */
    SELF hasAcquired(Object member, String partition, long... offsets);

    /** A member has so many records at the moment, of all partitions together. */
    SELF hasInFlight(Object member, int records);

    /** No member has any record at the moment. */
    SELF hasNothingInFlight();

    /**
     * A record is in a state. One that was never delivered is AVAILABLE. Of one before the start offset the event log
     * tells what became of it; it is in no state if nobody accepted it and it was not archived either, as when an
     * administrator lets the group begin behind it.
     */
    SELF hasState(String partition, long offset, ShareRecordState state);

    /** A record has been acquired so many times, this time included; 0 if never. */
    SELF hasDeliveryCount(String partition, long offset, int count);

    /** A record was archived for a reason. */
    SELF isArchivedBecause(String partition, long offset, RecordsArchived.Reason reason);

    /** All records of a partition before this offset are done with, and the one at it is not. */
    SELF hasStartOffset(String partition, long offset);

    /** So many offsets of a partition, from the start offset to the end of the log, are not done with. */
    SELF hasLag(String partition, long offsets);

    /** Everything in the partitions that the group reads is done with. */
    SELF hasNoLag();
}
