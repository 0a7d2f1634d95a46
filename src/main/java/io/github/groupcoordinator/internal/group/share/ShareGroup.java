package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.CommitAttempt;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A share group (KIP-932): its state, and the decisions upon it. It has no committed offsets: how far it has got is the
 * state of its share-partitions, which the share coordinator keeps.
 */
public final class ShareGroup implements Group<ShareCommand> {
    private final ShareRoster roster;
    private final ShareConfigs configs;
    private final ShareDecisions decisions;

    /** Makes a group without members. */
    public ShareGroup(String groupId, ShareConfigs configs) {
        this.roster = new ShareRoster(groupId);
        this.configs = configs;
        this.decisions = new ShareDecisions(roster, configs);
    }

    /** Returns its state, to be read only. */
    public ShareRoster roster() {
        return roster;
    }

    @Override
    public GroupType type() {
        return GroupType.SHARE;
    }

    @Override
    public Class<ShareCommand> commandType() {
        return ShareCommand.class;
    }

    @Override
    public String groupId() {
        return roster.groupId();
    }

    @Override
    public boolean isEmpty() {
        return roster.isEmpty();
    }

    @Override
    public int memberCount() {
        return roster.memberCount();
    }

    @Override
    public boolean isSimple() {
        return false;
    }

    @Override
    public boolean hasMember(String memberId) {
        return roster.hasMember(memberId);
    }

    @Override
    public @Nullable MemberRef memberRef(String memberId) {
        ShareMember member = roster.member(memberId);
        return member == null ? null : member.ref();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return roster.subscribedTopics().contains(topic);
    }

    @Override
    public Errors checkCommit(CommitAttempt attempt, TopicCatalog topics) {
        return Errors.GROUP_ID_NOT_FOUND;
    }

    @Override
    public Errors checkFetch(@Nullable String memberId, int memberEpoch) {
        return Errors.GROUP_ID_NOT_FOUND;
    }

    @Override
    public Errors checkOffsetDelete() {
        return Errors.GROUP_ID_NOT_FOUND;
    }

    @Override
    public Errors checkDelete() {
        return isEmpty() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
    }

    @Override
    public boolean mayExpire() {
        return false;
    }

    @Override
    public boolean mayOffsetsExpire() {
        return false;
    }

    @Override
    public long offsetAgesFromMs(CommittedOffset offset) {
        return offset.commitTimestampMs();
    }

    @Override
    public void tombstones(List<PersistentRecord> records) {
        String groupId = groupId();
        List<ShareMember> members = roster.members();
        members.forEach(
                member -> records.add(new ShareGroupRecord.CurrentAssignmentTombstone(groupId, member.memberId())));
        members.forEach(
                member -> records.add(new ShareGroupRecord.TargetAssignmentTombstone(groupId, member.memberId())));
        records.add(new ShareGroupRecord.TargetAssignmentEpochTombstone(groupId));
        members.forEach(
                member -> records.add(new ShareGroupRecord.MemberMetadataTombstone(groupId, member.memberId(), null)));
        records.add(new ShareGroupRecord.StatePartitionsTombstone(groupId));
        records.add(new ShareGroupRecord.GroupEpochTombstone(groupId));
    }

    @Override
    public List<TimerKey> timersThatEndWithIt() {
        return List.of();
    }

    @Override
    public ListedGroup listed() {
        return ShareDescription.listed(roster);
    }

    /** Returns the answer to a ShareGroupDescribe. */
    public DescribedGroup described(TopicCatalog topics) {
        return ShareDescription.described(roster, topics);
    }

    @Override
    public GroupView view(GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        return ShareDescription.view(roster, configs.share(groupId()), context, offsets);
    }

    @Override
    public ShareCommand loaded() {
        return new ShareCommand.Loaded();
    }

    @Override
    public ShareCommand unloaded() {
        return new ShareCommand.Unloaded();
    }

    @Override
    public ShareCommand offsetsArrived(String memberId) {
        return new ShareCommand.OffsetsArrived();
    }

    @Override
    public ShareCommand sessionElapsed(String memberId) {
        return new ShareCommand.SessionElapsed(memberId);
    }

    @Override
    public void topicChanged(String topic) {
        if (isSubscribedTo(topic)) {
            roster.topicsChanged();
        }
    }

    @Override
    public Step decide(GroupCommand command, GroupContext context) {
        return command.accept(decisions, context);
    }

    @Override
    public void apply(VolatileRecord change) {
        roster.apply(change);
    }

    /** Applies a record that has been stored. */
    public void apply(ShareGroupRecord record) {
        roster.apply(record);
    }

    @Override
    public boolean appliesItsRecords() {
        return true;
    }
}
