package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.Conversion;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicConfig;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupMetadata;
import io.github.groupcoordinator.internal.group.classic.ClassicMember;
import io.github.groupcoordinator.internal.group.classic.ClassicRoster;
import io.github.groupcoordinator.internal.group.consumer.ConsumerConfigs;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.group.consumer.Downgrade;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.Departure;
import io.github.groupcoordinator.internal.group.consumer.state.GroupTombstones;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.types.SchemaException;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of groups from one protocol to another (KIP-848's online migration): the one place that knows the
 * records of both.
 */
final class GroupConversion {
    private static final String CONSUMER = "consumer";

    private GroupConversion() {}

    /** Returns the record of a classic group without members. */
    static PersistentRecord newGroup(String groupId, long sinceMs) {
        return new GroupMetadata(groupId, "", 0, null, null, sinceMs, List.of());
    }

    /** Adds the records by which a group changes to another protocol. */
    static void convert(Group<?> group, Conversion conversion, GroupContext context, List<PersistentRecord> records) {
        switch (conversion.to()) {
            case CLASSIC ->
                downgrade(
                        ((ConsumerGroup) group).roster(),
                        (Downgrade) conversion,
                        context.topics(),
                        context.nowMs(),
                        records);
            case CONSUMER ->
                throw new IllegalStateException(
                        "group '" + group.groupId() + "' can't become one of the consumer protocol"
                                + " by itself: the first heartbeat to it does that");
            case SHARE, STREAMS ->
                throw new IllegalStateException(
                        "group '" + group.groupId() + "' can't become a share or streams group by itself");
        }
    }

    /** Returns what the converted group decides next. */
    static List<GroupCommand> next(Conversion conversion) {
        return switch (conversion.to()) {
            case CLASSIC -> {
                Downgrade downgrade = (Downgrade) conversion;
                yield downgrade.rebalance()
                        ? List.of(new ClassicCommand.Loaded(), new ClassicCommand.PrepareRebalance(downgrade.cause()))
                        : List.of(new ClassicCommand.Loaded());
            }
            case CONSUMER, SHARE, STREAMS -> List.of();
        };
    }

    /**
     * Adds the records that make a classic group one of the consumer protocol, and returns that.
     *
     * @throws GroupIdNotFoundException if what its members said, or its leader assigned, can't be carried over
     * @throws RuntimeException if it can't be read at all, for which Kafka has no name either
     */
    static ConsumerGroup upgrade(
            ClassicRoster classic, ConsumerConfigs configs, TopicCatalog topics, List<PersistentRecord> records) {
        String groupId = classic.groupId();
        int epoch = classic.generationId();
        List<ConsumerMember> members = new ArrayList<>();
        try {
            for (ClassicMember member : classic.members()) {
                members.add(member(member, classic, topics));
            }
        } catch (SchemaException malformed) {
            throw new GroupIdNotFoundException("Group '" + groupId + "' can't be upgraded to a consumer group:"
                    + " its members' metadata or assignments are malformed: " + malformed.getMessage());
        } catch (UnsupportedVersionException custom) {
            throw new GroupIdNotFoundException("Group '" + groupId + "' can't be upgraded to a consumer group while"
                    + " a custom assignor is in use (" + custom.getMessage() + "); switch to one of Kafka's first.");
        }
        ConsumerGroup group = new ConsumerGroup(groupId, configs);
        List<ConsumerGroupRecord> own = new ArrayList<>();
        members.forEach(member ->
                own.add(new ConsumerGroupRecord.MemberMetadata(groupId, member.memberId(), member.metadata())));
        own.forEach(group::apply);
        own.add(new ConsumerGroupRecord.GroupEpoch(
                groupId, epoch, group.roster().metadataHash(topics), null));
        members.forEach(member -> own.add(new ConsumerGroupRecord.TargetAssignment(
                groupId, member.memberId(), member.assigned().partitions())));
        own.add(new ConsumerGroupRecord.TargetAssignmentEpoch(groupId, epoch, 0, null));
        members.forEach(member -> own.add(ConsumerGroupRecord.CurrentAssignment.of(groupId, member)));
        own.subList(members.size(), own.size()).forEach(group::apply);
        records.add(new ClassicGroupRecord.GroupTombstone(groupId));
        records.addAll(own);
        return group;
    }

    private static ConsumerMember member(ClassicMember member, ClassicRoster group, TopicCatalog topics) {
        byte[] metadata = member.metadata(group.protocolName());
        if (metadata == null) {
            throw new IllegalArgumentException(member.memberId() + " does not have the group's protocol");
        }
        Subscription subscription = ConsumerProtocol.deserializeSubscription(ByteBuffer.wrap(metadata));
        String rackId = subscription.rackId().orElse("");
        ConsumerMemberMetadata said = new ConsumerMemberMetadata(
                member.groupInstanceId(),
                rackId.isEmpty() ? null : rackId,
                member.clientId(),
                member.clientHost(),
                new TreeSet<>(subscription.topics()),
                "",
                member.rebalanceTimeoutMs(),
                null,
                new ClassicProtocols(member.sessionTimeoutMs(), member.protocols()));
        return new ConsumerMember(
                member.memberId(),
                said,
                group.generationId(),
                group.generationId(),
                ReconciliationState.STABLE,
                assigned(member, group.generationId(), topics),
                PartitionEpochs.none());
    }

    private static PartitionEpochs assigned(ClassicMember member, int epoch, TopicCatalog topics) {
        PartitionEpochs.Builder assigned = new PartitionEpochs.Builder();
        if (member.assignment().length == 0) {
            return assigned.build();
        }
        Assignment assignment = ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(member.assignment()));
        if (assignment.userData() != null && assignment.userData().hasRemaining()) {
            throw new UnsupportedVersionException(
                    "what a custom assignor told " + member.memberId() + " would be lost");
        }
        for (TopicPartition partition : assignment.partitions()) {
            TopicCatalog.TopicInfo topic = topics.find(partition.topic());
            if (topic != null) {
                assigned.put(topic.id(), partition.partition(), epoch);
            }
        }
        return assigned.build();
    }

    /** Adds the records that make a consumer-protocol group a classic one, Stable in the same epoch. */
    private static void downgrade(
            ConsumerRoster group,
            Downgrade downgrade,
            TopicCatalog topics,
            long nowMs,
            List<PersistentRecord> records) {
        tombstones(group, downgrade, records);
        List<ClassicMember> members = new ArrayList<>();
        List<SortedMap<Uuid, SortedSet<Integer>>> targets = new ArrayList<>();
        ConsumerMember joining = downgrade.joining();
        for (ConsumerMember member : group.members()) {
            boolean isReplaced = joining != null && isPlaceOf(joining, member);
            if (!isReplaced && !downgrade.leaving().contains(member)) {
                members.add(classic(member));
                targets.add(group.targetAssignment(member.memberId()));
            }
        }
        if (joining != null) {
            members.add(classic(joining));
            targets.add(inherited(group, joining));
        }
        GroupMetadata draft = new GroupMetadata(
                group.groupId(),
                CONSUMER,
                group.groupEpoch(),
                null,
                members.get(0).memberId(),
                nowMs,
                members);
        String protocol = ClassicGroup.of(draft, new ClassicConfig(0, 0, Integer.MAX_VALUE))
                .roster()
                .electProtocol();
        List<ClassicMember> assigned = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            assigned.add(members.get(i).withAssignment(assignment(members.get(i), protocol, targets.get(i), topics)));
        }
        records.add(new GroupMetadata(
                group.groupId(),
                CONSUMER,
                group.groupEpoch(),
                protocol,
                members.get(0).memberId(),
                nowMs,
                Collections.unmodifiableList(assigned)));
    }

    private static boolean isPlaceOf(ConsumerMember joining, ConsumerMember member) {
        return joining.instanceId() != null && joining.instanceId().equals(member.instanceId());
    }

    private static SortedMap<Uuid, SortedSet<Integer>> inherited(ConsumerRoster group, ConsumerMember joining) {
        for (ConsumerMember member : group.members()) {
            if (isPlaceOf(joining, member)) {
                return group.targetAssignment(member.memberId());
            }
        }
        return Collections.emptySortedMap();
    }

    /** A member that is replaced has its tombstones already: those of who comes in its place are due. */
    private static void tombstones(ConsumerRoster group, Downgrade downgrade, List<PersistentRecord> records) {
        ConsumerMember joining = downgrade.joining();
        List<PersistentRecord> all = new ArrayList<>();
        GroupTombstones.add(
                group,
                member -> joining != null && isPlaceOf(joining, member) ? joining.memberId() : member.memberId(),
                member -> downgrade.leaving().contains(member)
                        ? Departure.of(downgrade.cause().trigger())
                        : null,
                all);
        records.addAll(all);
    }

    private static ClassicMember classic(ConsumerMember member) {
        ClassicProtocols classic = member.metadata().classic();
        if (classic == null) {
            throw new IllegalStateException(member.memberId() + " does not use the classic protocol");
        }
        return new ClassicMember(
                member.memberId(),
                member.instanceId(),
                member.metadata().clientId(),
                member.metadata().clientHost(),
                member.metadata().rebalanceTimeoutMs(),
                classic.sessionTimeoutMs(),
                classic.protocols(),
                ClassicMember.noAssignment());
    }

    private static byte[] assignment(
            ClassicMember member,
            @Nullable String protocol,
            SortedMap<Uuid, SortedSet<Integer>> target,
            TopicCatalog topics) {
        byte[] metadata = member.metadata(protocol);
        if (metadata == null) {
            throw new IllegalStateException(member.memberId() + " does not have the protocol " + protocol);
        }
        List<TopicPartition> partitions = new ArrayList<>(new TopicNames(topics).of(target));
        ByteBuffer bytes = ConsumerProtocol.serializeAssignment(
                new Assignment(partitions), ConsumerProtocol.deserializeVersion(ByteBuffer.wrap(metadata)));
        byte[] assignment = new byte[bytes.remaining()];
        bytes.get(assignment);
        return assignment;
    }
}
