package io.github.groupcoordinator.internal.broker.api.streams;

import io.github.groupcoordinator.internal.api.StreamsApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.group.streams.StreamsHeartbeat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * StreamsGroupHeartbeat v0 (KIP-1071). Whatever topics the answer finds missing are created after it, so that the
 * member hears of them at its next heartbeat.
 */
public final class StreamsGroupHeartbeatHandler extends RequestHandler<StreamsGroupHeartbeatRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;
    private final InternalTopics internalTopics;
    private final ToldStatuses statuses;

    /** @param statuses tells the event log what members are told */
    public StreamsGroupHeartbeatHandler(
            Cluster cluster, GroupCoordinators coordinators, InternalTopics internalTopics, ToldStatuses statuses) {
        super(StreamsApis.STREAMS_GROUP_HEARTBEAT);
        this.statuses = statuses;
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.internalTopics = internalTopics;
    }

    @Override
    public void answer(Request request, StreamsGroupHeartbeatRequestData body) {
        cluster.requireStreamsGroups();
        String obstacle = body.topology() == null ? null : obstacle(body.topology());
        if (obstacle != null) {
            request.reply(StreamsHeartbeat.refused(Errors.STREAMS_INVALID_TOPOLOGY, obstacle)
                    .response());
            return;
        }
        coordinators
                .at(request)
                .streamsGroups()
                .heartbeat(request.context(), body, heartbeat -> reply(request, body.groupId(), heartbeat));
    }

    private void reply(Request request, String groupId, StreamsHeartbeat heartbeat) {
        int nodeId = request.node().id();
        internalTopics.tellWhatFailed(nodeId, heartbeat);
        statuses.answering(groupId, heartbeat.response());
        request.reply(heartbeat.response());
        internalTopics.create(nodeId, groupId, heartbeat.topicsToCreate());
    }

    /** Returns why the topics of a topology can't be used, or null if they can. */
    private static @Nullable String obstacle(Topology topology) {
        List<String> internal = named(topology, Topic::isInternal);
        if (!internal.isEmpty()) {
            return "Use of Kafka internal topics " + String.join(",", internal)
                    + " in a Kafka Streams topology is prohibited.";
        }
        List<String> invalid = named(topology, name -> !Topic.isValid(name));
        return invalid.isEmpty() ? null : "Topic names " + String.join(",", invalid) + " are not valid topic names.";
    }

    private static List<String> named(Topology topology, Predicate<String> which) {
        Set<String> names = new LinkedHashSet<>();
        for (Subtopology subtopology : topology.subtopologies()) {
            names.addAll(subtopology.sourceTopics());
            names.addAll(subtopology.repartitionSinkTopics());
            subtopology.repartitionSourceTopics().forEach(topic -> names.add(topic.name()));
            subtopology.stateChangelogTopics().forEach(topic -> names.add(topic.name()));
        }
        return names.stream().filter(which).toList();
    }
}
