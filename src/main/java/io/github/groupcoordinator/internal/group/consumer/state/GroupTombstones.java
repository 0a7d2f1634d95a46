package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.PersistentRecord;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records that delete a consumer-protocol group. */
public final class GroupTombstones {

    private GroupTombstones() {}

    /** Adds them, by which ids the group's members are known, and how those go who do. */
    public static void add(
            ConsumerRoster group,
            Function<ConsumerMember, String> id,
            Function<ConsumerMember, @Nullable Departure> departure,
            List<PersistentRecord> tombstones) {
        String groupId = group.groupId();
        List<ConsumerMember> members = group.members();
        members.forEach(member ->
                tombstones.add(new ConsumerGroupRecord.CurrentAssignmentTombstone(groupId, id.apply(member))));
        members.forEach(
                member -> tombstones.add(new ConsumerGroupRecord.TargetAssignmentTombstone(groupId, id.apply(member))));
        tombstones.add(new ConsumerGroupRecord.TargetAssignmentEpochTombstone(groupId));
        members.forEach(member -> tombstones.add(
                new ConsumerGroupRecord.MemberMetadataTombstone(groupId, id.apply(member), departure.apply(member))));
        for (String regex : group.resolvedRegexes()) {
            tombstones.add(new ConsumerGroupRecord.RegexTombstone(groupId, regex));
        }
        tombstones.add(new ConsumerGroupRecord.SubscriptionMetadataTombstone(groupId));
        tombstones.add(new ConsumerGroupRecord.GroupEpochTombstone(groupId));
    }
}
