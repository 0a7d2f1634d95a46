package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredSubtopology;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.Endpoint;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.EndpointToPartitions;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.TopicPartition;

/**
 * The addresses at which members can be asked about their state, each with the partitions of the topics that their
 * tasks read.
 */
final class Endpoints {
    private final StreamsRoster group;
    private final ConfiguredTopology topology;
    private final TopicCatalog topics;
    private final Step.Builder step;
    private final boolean isConfiguredAnew;

    /**
     * Looks at a group; what is found out about its members is remembered by the step.
     *
     * @param isConfiguredAnew whether the topology was configured just now, so that nothing is remembered of anybody
     */
    Endpoints(
            StreamsRoster group,
            ConfiguredTopology topology,
            TopicCatalog topics,
            Step.Builder step,
            boolean isConfiguredAnew) {
        this.isConfiguredAnew = isConfiguredAnew;
        this.group = group;
        this.topology = topology;
        this.topics = topics;
        this.step = step;
    }

    /**
     * Returns the addresses of all members that have one, that of the asking member last. As in Kafka what is
     * remembered of a member counts even if that has just said something else.
     *
     * @param isAskingForgotten whether nothing is remembered of the asking member
     * @throws StreamsRefusal if a topic is not there, over which Kafka trips
     */
    List<EndpointToPartitions> of(StreamsMember asking, boolean isAskingForgotten) {
        List<EndpointToPartitions> all = new ArrayList<>();
        for (String memberId : group.memberIdsInTable()) {
            StreamsMember member = memberId.equals(asking.memberId()) ? null : group.member(memberId);
            if (member != null) {
                add(member, isConfiguredAnew, all);
            }
        }
        add(asking, isConfiguredAnew || isAskingForgotten, all);
        return all;
    }

    private void add(StreamsMember member, boolean isForgotten, List<EndpointToPartitions> all) {
        StreamsMemberMetadata.Endpoint endpoint = member.metadata().endpoint();
        if (endpoint == null) {
            return;
        }
        EndpointToPartitions known = isForgotten ? null : group.endpoint(member.memberId());
        if (known == null) {
            known = new EndpointToPartitions()
                    .setUserEndpoint(new Endpoint().setHost(endpoint.host()).setPort(endpoint.port()))
                    .setActivePartitions(partitions(member.assigned().activeTasks()))
                    .setStandbyPartitions(partitions(member.assigned().standby()));
            step.change(new StreamsChange.EndpointFound(group.groupId(), member.memberId(), known));
        }
        all.add(known.duplicate());
    }

    private List<TopicPartition> partitions(SortedMap<String, SortedSet<Integer>> tasks) {
        SortedMap<String, ConfiguredSubtopology> subtopologies = topology.subtopologies();
        if (subtopologies == null) {
            throw StreamsRefusal.unexpected();
        }
        List<TopicPartition> all = new ArrayList<>();
        tasks.forEach((id, partitions) -> {
            ConfiguredSubtopology subtopology = subtopologies.get(id);
            if (subtopology == null) {
                throw StreamsRefusal.unexpected();
            }
            subtopology
                    .sources()
                    .forEach(topic ->
                            all.add(new TopicPartition().setTopic(topic).setPartitions(partitions(topic, partitions))));
        });
        return all;
    }

    /** As Kafka does: of a topic with fewer partitions than there are tasks, the first numbers. */
    private List<Integer> partitions(String topic, SortedSet<Integer> tasks) {
        TopicCatalog.TopicInfo found = topics.find(topic);
        if (found == null) {
            throw StreamsRefusal.unexpected();
        }
        List<Integer> partitions = new ArrayList<>(tasks);
        return found.partitionCount() < partitions.size() ? partitions.subList(0, found.partitionCount()) : partitions;
    }
}
