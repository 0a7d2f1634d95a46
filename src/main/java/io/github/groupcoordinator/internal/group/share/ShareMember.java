package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.view.MemberRef;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A member of a share group, as its records tell of it.
 *
 * @param memberEpoch the epoch of the target that it was last given; 0 while it joins
 * @param previousMemberEpoch the epoch before, with which it may come once more
 * @param assigned the partitions that it may fetch from; several members may have the same
 */
public record ShareMember(
        String memberId,
        @Nullable String rackId,
        String clientId,
        String clientHost,
        SortedSet<String> subscribedTopicNames,
        int memberEpoch,
        int previousMemberEpoch,
        SortedMap<Uuid, SortedSet<Integer>> assigned) {

    /** The epoch of a heartbeat that leaves. */
    public static final int LEAVE_EPOCH = -1;

    static ShareMember joining(String memberId) {
        return new ShareMember(memberId, null, "", "", new TreeSet<>(), 0, -1, Collections.emptySortedMap());
    }

    ShareMember with(ShareGroupRecord.MemberMetadata metadata) {
        return new ShareMember(
                memberId,
                metadata.rackId(),
                metadata.clientId(),
                metadata.clientHost(),
                metadata.subscribedTopicNames(),
                memberEpoch,
                previousMemberEpoch,
                assigned);
    }

    ShareMember with(int epoch, int previousEpoch, SortedMap<Uuid, SortedSet<Integer>> partitions) {
        return new ShareMember(
                memberId, rackId, clientId, clientHost, subscribedTopicNames, epoch, previousEpoch, partitions);
    }

    /** Returns the member for those who watch. */
    public MemberRef ref() {
        return new MemberRef(memberId, clientId, null);
    }

    Cause cause(Trigger trigger) {
        return new Cause(trigger, memberId, clientId, null);
    }
}
