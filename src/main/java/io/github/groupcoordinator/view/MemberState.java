package io.github.groupcoordinator.view;

import org.apiguardian.api.API;

/**
 * The progress of a member of the consumer protocol with its assignment; a member of the classic protocol is always
 * STABLE.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum MemberState {
    /** The member has what it is to have in its epoch. */
    STABLE,
    /** The member was asked to give partitions up and has not yet; it stays in its epoch. */
    UNREVOKED_PARTITIONS,
    /** The member waits for partitions that others have not given up yet. */
    UNRELEASED_PARTITIONS,
    /** The state was stored by a later version of Kafka; the member must join again. */
    UNKNOWN
}
