package io.github.groupcoordinator.internal.group.streams;

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
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A streams group (KIP-1071): its state, and the decisions upon it. */
public final class StreamsGroup implements Group<StreamsCommand> {
    private final StreamsRoster roster;
    private final StreamsConfigs configs;
    private final StreamsDecisions decisions;

    /** Makes a group without members. */
    public StreamsGroup(String groupId, StreamsConfigs configs) {
        this.roster = new StreamsRoster(groupId);
        this.configs = configs;
        this.decisions = new StreamsDecisions(roster, configs);
    }

    /** Returns its state, to be read only. */
    public StreamsRoster roster() {
        return roster;
    }

    @Override
    public GroupType type() {
        return GroupType.STREAMS;
    }

    @Override
    public Class<StreamsCommand> commandType() {
        return StreamsCommand.class;
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
        StreamsMember member = roster.member(memberId);
        return member == null ? null : member.ref();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        StreamsTopology topology = roster.topology();
        return !isEmpty() && topology != null && topology.readerOf(topic) != null;
    }

    @Override
    public Errors checkCommit(CommitAttempt attempt, TopicCatalog topics) {
        return OffsetRules.checkCommit(roster, attempt);
    }

    @Override
    public Errors checkFetch(@Nullable String memberId, int memberEpoch) {
        return OffsetRules.checkFetch(roster, memberId, memberEpoch);
    }

    @Override
    public Errors checkOffsetDelete() {
        return Errors.NONE;
    }

    @Override
    public Errors checkDelete() {
        return isEmpty() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
    }

    @Override
    public boolean mayExpire() {
        return true;
    }

    @Override
    public boolean mayOffsetsExpire() {
        return true;
    }

    @Override
    public long offsetAgesFromMs(CommittedOffset offset) {
        return offset.commitTimestampMs();
    }

    @Override
    public void tombstones(List<PersistentRecord> records) {
        String groupId = groupId();
        List<StreamsMember> members = roster.members();
        members.forEach(
                member -> records.add(new StreamsGroupRecord.CurrentAssignmentTombstone(groupId, member.memberId())));
        members.forEach(
                member -> records.add(new StreamsGroupRecord.TargetAssignmentTombstone(groupId, member.memberId())));
        records.add(new StreamsGroupRecord.TargetAssignmentEpochTombstone(groupId));
        members.forEach(member ->
                records.add(new StreamsGroupRecord.MemberMetadataTombstone(groupId, member.memberId(), null)));
        records.add(new StreamsGroupRecord.GroupEpochTombstone(groupId));
        records.add(new StreamsGroupRecord.TopologyTombstone(groupId));
    }

    @Override
    public List<TimerKey> timersThatEndWithIt() {
        return List.of(TimerKey.streamsInitialDelay(groupId()));
    }

    @Override
    public ListedGroup listed() {
        return StreamsDescription.listed(roster);
    }

    /** Returns the members for those who watch, in the order in which they joined. */
    public List<StreamsMemberView> observed() {
        return roster.members().stream().map(StreamsMember::observed).toList();
    }

    /** Returns the answer to a StreamsGroupDescribe. */
    public DescribedGroup described() {
        return DescribedStreamsGroup.of(roster);
    }

    @Override
    public GroupView view(GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        return StreamsDescription.view(roster, configs.streams(groupId()), context, offsets);
    }

    @Override
    public StreamsCommand loaded() {
        return new StreamsCommand.Loaded();
    }

    @Override
    public StreamsCommand unloaded() {
        return new StreamsCommand.Unloaded();
    }

    @Override
    public StreamsCommand offsetsArrived(String memberId) {
        return new StreamsCommand.OffsetsArrived();
    }

    @Override
    public StreamsCommand sessionElapsed(String memberId) {
        return new StreamsCommand.SessionElapsed(memberId);
    }

    @Override
    public void topicChanged(String topic) {
        roster.topicChanged(topic);
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
    public void apply(StreamsGroupRecord record) {
        roster.apply(record);
    }

    /** Notes that something was appended to the partition: those who only read see what was found out until then. */
    public void appended() {
        roster.appended();
    }

    /** Notes that an append to the partition failed: what was found out since the last one is forgotten. */
    public void appendFailed() {
        roster.appendFailed();
    }

    @Override
    public boolean appliesItsRecords() {
        return true;
    }
}
