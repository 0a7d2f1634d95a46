package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.GroupType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record about a classic group. */
public sealed interface ClassicGroupRecord extends GroupRecord {

    @Override
    default GroupType type() {
        return GroupType.CLASSIC;
    }

    /** A classic group after a rebalance; a group without members is Empty. */
    record GroupMetadata(
            String groupId,
            String protocolType,
            int generationId,
            @Nullable String protocolName,
            @Nullable String leaderId,
            long currentStateTimestampMs,
            List<ClassicMember> members)
            implements ClassicGroupRecord {}

    /** The group is no more. */
    record GroupTombstone(String groupId) implements ClassicGroupRecord {}
}
