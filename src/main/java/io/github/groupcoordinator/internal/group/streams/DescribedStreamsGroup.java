package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredSubtopology;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import io.github.groupcoordinator.internal.group.streams.topology.InternalTopic;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Endpoint;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.TaskIds;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The description of a streams group for administrators. Its topology has numbers of partitions if all topics are
 * there, and is as the members describe it otherwise.
 */
final class DescribedStreamsGroup {

    private DescribedStreamsGroup() {}

    static DescribedGroup of(StreamsRoster group) {
        DescribedGroup described = new DescribedGroup()
                .setGroupId(group.groupId())
                .setGroupEpoch(group.groupEpoch())
                .setGroupState(StreamsDescription.state(group).kafkaName())
                .setAssignmentEpoch(group.assignmentEpoch())
                .setTopology(topology(group));
        for (StreamsMember member : group.members()) {
            described.members().add(member(member, group.target(member.memberId())));
        }
        return described;
    }

    private static Topology topology(StreamsRoster group) {
        ConfiguredTopology configured = group.committedConfigured();
        SortedMap<String, ConfiguredSubtopology> ready = configured == null ? null : configured.ready();
        StreamsTopology said = group.topology();
        List<Subtopology> subtopologies = new ArrayList<>();
        if (configured != null && ready != null) {
            ready.forEach((id, subtopology) -> subtopologies.add(new Subtopology()
                    .setSubtopologyId(id)
                    .setSourceTopics(new ArrayList<>(subtopology.sourceTopics()))
                    .setRepartitionSinkTopics(new ArrayList<>(subtopology.repartitionSinkTopics()))
                    .setRepartitionSourceTopics(
                            topics(subtopology.repartitionSourceTopics().values()))
                    .setStateChangelogTopics(
                            topics(subtopology.stateChangelogTopics().values()))));
            return new Topology().setEpoch(configured.epoch()).setSubtopologies(subtopologies);
        }
        if (said == null) {
            throw new IllegalStateException("streams group '" + group.groupId() + "' has no topology");
        }
        said.sorted()
                .forEach((id, subtopology) -> subtopologies.add(new Subtopology()
                        .setSubtopologyId(id)
                        .setSourceTopics(sorted(subtopology.sourceTopics()))
                        .setRepartitionSinkTopics(sorted(subtopology.repartitionSinkTopics()))
                        .setRepartitionSourceTopics(topics(subtopology.repartitionSourceTopics()))
                        .setStateChangelogTopics(topics(subtopology.stateChangelogTopics()))));
        return new Topology().setEpoch(said.epoch()).setSubtopologies(subtopologies);
    }

    private static List<String> sorted(List<String> names) {
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }

    private static List<TopicInfo> topics(Collection<InternalTopic> topics) {
        List<TopicInfo> described = new ArrayList<>();
        for (InternalTopic topic : topics) {
            List<KeyValue> configs = new ArrayList<>();
            topic.configs()
                    .forEach(config ->
                            configs.add(new KeyValue().setKey(config.key()).setValue(config.value())));
            described.add(new TopicInfo()
                    .setName(topic.name())
                    .setPartitions(topic.partitions())
                    .setReplicationFactor(topic.replicationFactor())
                    .setTopicConfigs(configs));
        }
        described.sort(Comparator.comparing(TopicInfo::name));
        return described;
    }

    private static Member member(StreamsMember member, @Nullable Tasks target) {
        StreamsMemberMetadata said = member.metadata();
        List<KeyValue> tags = new ArrayList<>();
        said.clientTags()
                .forEach((key, value) -> tags.add(new KeyValue().setKey(key).setValue(value)));
        StreamsMemberMetadata.Endpoint endpoint = said.endpoint();
        return new Member()
                .setMemberId(member.memberId())
                .setMemberEpoch(member.memberEpoch())
                .setRackId(said.rackId())
                .setClientId(said.clientId())
                .setClientHost(said.clientHost())
                .setTopologyEpoch(said.topologyEpoch())
                .setProcessId(said.processId())
                .setUserEndpoint(
                        endpoint == null
                                ? null
                                : new Endpoint().setHost(endpoint.host()).setPort(endpoint.port()))
                .setClientTags(tags)
                .setAssignment(assignment(
                        member.assigned().activeTasks(), member.assigned().standby()))
                .setTargetAssignment(target == null ? new Assignment() : assignment(target.active(), target.standby()));
    }

    private static Assignment assignment(
            SortedMap<String, SortedSet<Integer>> active, SortedMap<String, SortedSet<Integer>> standby) {
        return new Assignment().setActiveTasks(tasks(active)).setStandbyTasks(tasks(standby));
    }

    private static List<TaskIds> tasks(SortedMap<String, SortedSet<Integer>> tasks) {
        List<TaskIds> all = new ArrayList<>();
        tasks.forEach((subtopology, partitions) ->
                all.add(new TaskIds().setSubtopologyId(subtopology).setPartitions(new ArrayList<>(partitions))));
        return all;
    }
}
