package io.github.groupcoordinator.internal.group.classic;

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
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupMetadata;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A group of the classic protocol, or one that only commits offsets: its state, and the decisions upon it. */
public final class ClassicGroup implements Group<ClassicCommand> {
    private final ClassicRoster roster;
    private final ClassicDecisions decisions;

    private ClassicGroup(ClassicRoster roster) {
        this.roster = roster;
        this.decisions = new ClassicDecisions(roster);
    }

    /** Makes an Empty group. */
    public ClassicGroup(String groupId, ClassicConfig config, long nowMs) {
        this(new ClassicRoster(groupId, config, nowMs));
    }

    /** Makes the group that a record tells of: Stable if it has members, else Empty. */
    public static ClassicGroup of(GroupMetadata record, ClassicConfig config) {
        return new ClassicGroup(ClassicRoster.of(record, config));
    }

    /** Returns its state, to be read only. */
    public ClassicRoster roster() {
        return roster;
    }

    @Override
    public GroupType type() {
        return GroupType.CLASSIC;
    }

    @Override
    public Class<ClassicCommand> commandType() {
        return ClassicCommand.class;
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
        return roster.protocolType() == null
                && roster.isEmpty()
                && roster.pendingMembers().isEmpty();
    }

    @Override
    public boolean hasMember(String memberId) {
        return roster.hasMember(memberId);
    }

    @Override
    public @Nullable MemberRef memberRef(String memberId) {
        ClassicMember member = roster.member(memberId);
        return member == null ? null : member.ref();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return roster.isSubscribedTo(topic);
    }

    @Override
    public Errors checkCommit(CommitAttempt attempt, TopicCatalog topics) {
        return OffsetRules.checkCommit(roster, attempt);
    }

    @Override
    public Errors checkFetch(@Nullable String memberId, int memberEpoch) {
        return Errors.NONE;
    }

    @Override
    public Errors checkOffsetDelete() {
        return OffsetRules.checkDelete(roster);
    }

    @Override
    public Errors checkDelete() {
        return switch (roster.state()) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case EMPTY -> Errors.NONE;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE -> Errors.NON_EMPTY_GROUP;
        };
    }

    @Override
    public boolean mayExpire() {
        return true;
    }

    @Override
    public boolean mayOffsetsExpire() {
        return OffsetRules.mayExpire(roster);
    }

    @Override
    public long offsetAgesFromMs(CommittedOffset offset) {
        return OffsetRules.agesFromMs(roster, offset);
    }

    @Override
    public void tombstones(List<PersistentRecord> records) {
        records.add(new ClassicGroupRecord.GroupTombstone(groupId()));
    }

    @Override
    public List<TimerKey> timersThatEndWithIt() {
        return List.of();
    }

    @Override
    public ListedGroup listed() {
        return ClassicDescription.listed(roster);
    }

    /** Returns the answer to a DescribeGroups. */
    public DescribedGroup described() {
        return ClassicDescription.described(roster);
    }

    @Override
    public GroupView view(GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        return ClassicDescription.view(roster, context, offsets);
    }

    @Override
    public ClassicCommand loaded() {
        return new ClassicCommand.Loaded();
    }

    @Override
    public ClassicCommand unloaded() {
        return new ClassicCommand.Unload();
    }

    @Override
    public ClassicCommand offsetsArrived(String memberId) {
        return new ClassicCommand.OffsetsArrived(memberId);
    }

    @Override
    public ClassicCommand sessionElapsed(String memberId) {
        return new ClassicCommand.SessionElapsed(memberId);
    }

    @Override
    public void topicChanged(String topic) {
        // The members' clients look at the topics.
    }

    @Override
    public Step decide(GroupCommand command, GroupContext context) {
        return command.accept(decisions, context);
    }

    @Override
    public void apply(VolatileRecord change) {
        roster.apply(change);
    }

    @Override
    public boolean appliesItsRecords() {
        return false;
    }
}
