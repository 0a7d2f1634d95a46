package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.streams.topology.InternalTopic;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.internal.group.streams.topology.Subtopology;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.CopartitionGroup;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;

/** The topology in a heartbeat, as the group keeps it. */
final class SaidTopology {

    private SaidTopology() {}

    static StreamsTopology of(Topology said) {
        List<Subtopology> subtopologies = new ArrayList<>();
        said.subtopologies()
                .forEach(subtopology -> subtopologies.add(new Subtopology(
                        subtopology.subtopologyId(),
                        List.copyOf(subtopology.sourceTopics()),
                        List.copyOf(subtopology.repartitionSinkTopics()),
                        topics(subtopology.repartitionSourceTopics()),
                        topics(subtopology.stateChangelogTopics()),
                        groups(subtopology.copartitionGroups()))));
        return StreamsTopology.of(said.epoch(), subtopologies);
    }

    private static List<InternalTopic> topics(List<TopicInfo> said) {
        List<InternalTopic> topics = new ArrayList<>();
        for (TopicInfo topic : said) {
            List<InternalTopic.Config> configs = new ArrayList<>();
            topic.topicConfigs().forEach(config -> configs.add(new InternalTopic.Config(config.key(), config.value())));
            topics.add(new InternalTopic(
                    topic.name(), topic.partitions(), topic.replicationFactor(), List.copyOf(configs)));
        }
        return List.copyOf(topics);
    }

    private static List<Subtopology.CopartitionGroup> groups(List<CopartitionGroup> said) {
        List<Subtopology.CopartitionGroup> groups = new ArrayList<>();
        for (CopartitionGroup group : said) {
            groups.add(new Subtopology.CopartitionGroup(
                    List.copyOf(group.sourceTopics()),
                    List.copyOf(group.sourceTopicRegex()),
                    List.copyOf(group.repartitionSourceTopics())));
        }
        return List.copyOf(groups);
    }
}
