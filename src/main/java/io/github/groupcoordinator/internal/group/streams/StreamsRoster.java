package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.streams.task.TaskOwners;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.internal.order.TimelineTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.EndpointToPartitions;
import org.jspecify.annotations.Nullable;

/** The state of a streams group: its members in the order in which they joined, its epochs, and its topology. */
public final class StreamsRoster {
    /** The epoch of a group that nobody has joined yet; so the first member's is 2. */
    static final int FIRST_EPOCH = 1;

    private static final int NO_EPOCH = -1;

    private final String groupId;
    private final Map<String, StreamsMember> members = new LinkedHashMap<>();
    private final TimelineTable<String> table = new TimelineTable<>(String::hashCode);
    private final Map<String, Tasks> targets = new LinkedHashMap<>();
    private final TaskOwners owners = new TaskOwners();

    private int groupEpoch = FIRST_EPOCH;
    private long metadataHash;
    private int validatedTopologyEpoch;
    private SortedMap<String, String> assignmentConfigs = Collections.emptySortedMap();
    private int assignmentEpoch = FIRST_EPOCH;
    private long assignmentTimestampMs;
    private @Nullable StreamsTopology topology;
    private @Nullable ConfiguredTopology configured;
    private @Nullable ConfiguredTopology committedConfigured;
    private @Nullable String shutdownRequester;
    private int endpointEpoch;
    private final Map<String, EndpointToPartitions> endpoints = new LinkedHashMap<>();
    private StreamsChange.MetadataLook look;

    StreamsRoster(String groupId) {
        this.groupId = groupId;
        this.look = StreamsChange.MetadataLook.atOnce(groupId);
    }

    public String groupId() {
        return groupId;
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public int groupEpoch() {
        return groupEpoch;
    }

    public int assignmentEpoch() {
        return assignmentEpoch;
    }

    /** Returns the members in the order in which they joined; a copy. */
    public List<StreamsMember> members() {
        return new ArrayList<>(members.values());
    }

    /** Returns the ids of the members in the order in which Kafka's table has them. */
    List<String> memberIdsInTable() {
        return table.inOrder();
    }

    public @Nullable StreamsMember member(String memberId) {
        return members.get(memberId);
    }

    boolean hasMember(String memberId) {
        return members.containsKey(memberId);
    }

    int memberCount() {
        return members.size();
    }

    /** Returns the tasks that a member is to have, or null if none were computed for it yet. */
    public @Nullable Tasks target(String memberId) {
        return targets.get(memberId);
    }

    /** Returns who has which task. */
    TaskOwners owners() {
        return owners;
    }

    long metadataHash() {
        return metadataHash;
    }

    int validatedTopologyEpoch() {
        return validatedTopologyEpoch;
    }

    SortedMap<String, String> assignmentConfigs() {
        return assignmentConfigs;
    }

    long assignmentTimestampMs() {
        return assignmentTimestampMs;
    }

    /** Returns the topology as the members describe it, or null if there is none. */
    public @Nullable StreamsTopology topology() {
        return topology;
    }

    /** Returns the topology as it follows from the topics, or null if that is to be found out. */
    @Nullable
    ConfiguredTopology configured() {
        return configured;
    }

    /** Returns the topology as those see it who only read. */
    @Nullable
    ConfiguredTopology committedConfigured() {
        return committedConfigured;
    }

    /** Returns the member that asked all to shut down, or null. */
    @Nullable
    String shutdownRequester() {
        return shutdownRequester;
    }

    /** Returns what is remembered of a member's endpoint, or null. */
    @Nullable
    EndpointToPartitions endpoint(String memberId) {
        return endpoints.get(memberId);
    }

    int endpointEpoch() {
        return endpointEpoch;
    }

    /** Notes that something was appended to the partition: those who only read see how the topology is configured. */
    void appended() {
        committedConfigured = configured;
    }

    /** Notes that an append to the partition failed: the topology is configured as it was at the last that did not. */
    void appendFailed() {
        configured = committedConfigured;
    }

    /** Returns whether a topic may have changed since the topology was configured. */
    boolean mustLookAtTopics(long nowMs) {
        return topology == null || configured == null || nowMs >= look.deadlineMs() || groupEpoch < look.groupEpoch();
    }

    void topicChanged(String topic) {
        if (topology != null && topology.requiredTopics().contains(topic)) {
            look = StreamsChange.MetadataLook.atOnce(groupId);
        }
    }

    void apply(VolatileRecord change) {
        change.accept(new Changes());
    }

    void apply(StreamsGroupRecord record) {
        record.accept(new Applier());
    }

    private void update(StreamsMember member) {
        StreamsMember before = members.put(member.memberId(), member);
        endpoints.remove(member.memberId());
        table.add(member.memberId());
        forgetTasks(before);
        owners.add(member.assigned(), member.processId());
        owners.add(member.pendingRevocation(), member.processId());
    }

    private void forgetTasks(@Nullable StreamsMember member) {
        if (member != null) {
            owners.remove(member.assigned(), member.processId());
            owners.remove(member.pendingRevocation(), member.processId());
        }
    }

    private StreamsMember known(String memberId) {
        StreamsMember member = members.get(memberId);
        return member == null ? StreamsMember.joining(memberId) : member;
    }

    /** When nobody is left who could shut down, the request to do so is forgotten. */
    private void stateMayHaveChanged() {
        if (isEmpty()) {
            shutdownRequester = null;
        }
    }

    private final class Changes implements StreamsChange.Visitor {

        @Override
        public void metadataLook(StreamsChange.MetadataLook record) {
            look = record;
        }

        @Override
        public void configured(StreamsChange.Configured record) {
            configured = record.topology();
            endpoints.clear();
        }

        @Override
        public void shutdownRequested(StreamsChange.ShutdownRequested record) {
            shutdownRequester = shutdownRequester == null ? record.memberId() : shutdownRequester;
        }

        @Override
        public void endpointsChanged(StreamsChange.EndpointsChanged record) {
            endpointEpoch = record.endpointEpoch();
        }

        @Override
        public void endpointForgotten(StreamsChange.EndpointForgotten record) {
            endpoints.remove(record.memberId());
        }

        @Override
        public void endpointFound(StreamsChange.EndpointFound record) {
            endpoints.put(record.memberId(), record.endpoint());
        }

        @Override
        public void memberReverted(StreamsChange.MemberReverted record) {
            table.revert(List.of(record.memberId()), List.of());
            endpoints.remove(record.memberId());
            StreamsMember member = members.get(record.memberId());
            if (member != null) {
                owners.removeStandby(member.assigned(), member.processId());
                owners.removeStandby(member.pendingRevocation(), member.processId());
            }
            StreamsMember after = record.after();
            if (after == null) {
                shutdownRequester = members.size() == 1 ? null : shutdownRequester;
            } else {
                owners.addToKnownStandby(after.assigned(), after.processId());
                owners.addToKnownStandby(after.pendingRevocation(), after.processId());
            }
        }
    }

    private final class Applier implements StreamsGroupRecord.Visitor {

        @Override
        public void memberMetadata(StreamsGroupRecord.MemberMetadata record) {
            update(known(record.memberId()).with(record.metadata()));
        }

        @Override
        public void memberMetadataTombstone(StreamsGroupRecord.MemberMetadataTombstone record) {
            table.remove(record.memberId());
            endpoints.remove(record.memberId());
            forgetTasks(members.remove(record.memberId()));
            stateMayHaveChanged();
        }

        @Override
        public void groupEpoch(StreamsGroupRecord.GroupEpoch record) {
            groupEpoch = record.epoch();
            metadataHash = record.metadataHash();
            validatedTopologyEpoch = record.validatedTopologyEpoch();
            assignmentConfigs = record.assignmentConfigs();
            stateMayHaveChanged();
        }

        @Override
        public void groupEpochTombstone(StreamsGroupRecord.GroupEpochTombstone record) {
            // The coordinator forgets the group.
        }

        @Override
        public void targetAssignment(StreamsGroupRecord.TargetAssignment record) {
            targets.put(record.memberId(), record.tasks());
        }

        @Override
        public void targetAssignmentTombstone(StreamsGroupRecord.TargetAssignmentTombstone record) {
            targets.remove(record.memberId());
        }

        @Override
        public void targetAssignmentEpoch(StreamsGroupRecord.TargetAssignmentEpoch record) {
            assignmentEpoch = record.epoch();
            assignmentTimestampMs = record.timestampMs();
            stateMayHaveChanged();
        }

        @Override
        public void targetAssignmentEpochTombstone(StreamsGroupRecord.TargetAssignmentEpochTombstone record) {
            assignmentEpoch = NO_EPOCH;
            assignmentTimestampMs = 0;
        }

        @Override
        public void currentAssignment(StreamsGroupRecord.CurrentAssignment record) {
            update(known(record.memberId()).with(record));
        }

        @Override
        public void currentAssignmentTombstone(StreamsGroupRecord.CurrentAssignmentTombstone record) {
            StreamsMember member = members.get(record.memberId());
            if (member != null) {
                update(member.left());
            }
        }

        @Override
        public void topology(StreamsGroupRecord.Topology record) {
            topology = record.topology();
            stateMayHaveChanged();
        }

        @Override
        public void topologyTombstone(StreamsGroupRecord.TopologyTombstone record) {
            topology = null;
        }
    }
}
