package io.github.groupcoordinator.internal.group.consumer;

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
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.GroupTombstones;
import io.github.groupcoordinator.internal.group.consumer.state.MetadataRefresh;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A group of the consumer protocol (KIP-848): its state, and the decisions upon it. */
public final class ConsumerGroup implements Group<ConsumerCommand> {
    private final ConsumerRoster roster;
    private final ConsumerConfigs configs;
    private final ConsumerDecisions decisions;

    /** Makes a group without members. */
    public ConsumerGroup(String groupId, ConsumerConfigs configs) {
        this.roster = new ConsumerRoster(groupId);
        this.configs = configs;
        this.decisions = new ConsumerDecisions(roster, configs);
    }

    /** Returns its state, to be read only. */
    public ConsumerRoster roster() {
        return roster;
    }

    @Override
    public GroupType type() {
        return GroupType.CONSUMER;
    }

    @Override
    public Class<ConsumerCommand> commandType() {
        return ConsumerCommand.class;
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
        ConsumerMember member = roster.member(memberId);
        return member == null ? null : member.ref();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return roster.isSubscribedTo(topic);
    }

    @Override
    public Errors checkCommit(CommitAttempt attempt, TopicCatalog topics) {
        return OffsetRules.checkCommit(roster, attempt, topics);
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
        GroupTombstones.add(roster, ConsumerMember::memberId, member -> null, records);
    }

    @Override
    public List<TimerKey> timersThatEndWithIt() {
        return List.of();
    }

    @Override
    public ListedGroup listed() {
        return ConsumerDescription.listed(roster);
    }

    /** Returns the answer to a ConsumerGroupDescribe. */
    public DescribedGroup described(TopicCatalog topics) {
        return new ConsumerDescription(configs.consumer(groupId()), topics).described(roster);
    }

    @Override
    public GroupView view(GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        return new ConsumerDescription(configs.consumer(groupId()), context.topics()).view(roster, context, offsets);
    }

    @Override
    public ConsumerCommand loaded() {
        return new ConsumerCommand.Loaded();
    }

    @Override
    public ConsumerCommand unloaded() {
        return new ConsumerCommand.Unloaded();
    }

    @Override
    public ConsumerCommand offsetsArrived(String memberId) {
        return new ConsumerCommand.OffsetsArrived();
    }

    @Override
    public ConsumerCommand sessionElapsed(String memberId) {
        return new ConsumerCommand.TimeElapsed(memberId, Trigger.SESSION_TIMEOUT);
    }

    @Override
    public void topicChanged(String topic) {
        if (roster.isSubscribedTo(topic)) {
            roster.topicsChanged();
        }
    }

    @Override
    public Step decide(GroupCommand command, GroupContext context) {
        return command.accept(decisions, context);
    }

    @Override
    public void apply(VolatileRecord change) {
        change.accept((MetadataRefresh.Visitor) roster::apply);
    }

    /** Applies a record that has been stored. */
    public void apply(ConsumerGroupRecord record) {
        roster.apply(record);
    }

    @Override
    public boolean appliesItsRecords() {
        return true;
    }
}
