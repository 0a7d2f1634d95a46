package io.github.groupcoordinator.internal.broker.api.streams;

import io.github.groupcoordinator.event.broker.InternalTopicCreated;
import io.github.groupcoordinator.event.broker.InternalTopicRefused;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.group.streams.StreamsConfigs;
import io.github.groupcoordinator.internal.group.streams.StreamsHeartbeat;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.order.HashOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.Status;
import org.apache.kafka.common.protocol.Errors;

/**
 * The internal topics of streams groups, which brokers create when a topology lacks them. Each broker remembers what
 * failed for twice the heartbeat interval of the group, and tells members so meanwhile instead of trying again.
 */
public final class InternalTopics {
    private static final byte MISSING_INTERNAL_TOPICS = 3;
    private static final int MOST_TOLD = 3;

    private final Cluster cluster;
    private final StreamsConfigs configs;
    private final Function<Collection<CreatableTopic>, Collection<CreatableTopicResult>> controller;
    private final EventSink events;
    private final Map<Integer, CreationErrors> byNode = new TreeMap<>();

    /** @param controller creates topics and returns what became of each */
    public InternalTopics(
            Cluster cluster,
            StreamsConfigs configs,
            Function<Collection<CreatableTopic>, Collection<CreatableTopicResult>> controller,
            EventSink events) {
        this.cluster = cluster;
        this.configs = configs;
        this.controller = controller;
        this.events = events;
    }

    private CreationErrors errors(int nodeId) {
        return byNode.computeIfAbsent(nodeId, id -> new CreationErrors());
    }

    /** Forgets what a node knew that has ended. */
    public void forgetMemory(int nodeId) {
        byNode.remove(nodeId);
    }

    /** Adds to the status that says which topics are missing why they could not be created lately. */
    void tellWhatFailed(int nodeId, StreamsHeartbeat heartbeat) {
        HashOrder<String> names = new HashOrder<>();
        heartbeat.topicsToCreate().forEach(topic -> names.add(topic.name()));
        List<String> failed = new ArrayList<>();
        for (String name : names) {
            String error = errors(nodeId).find(name, cluster.timers().nowMs());
            if (error != null) {
                failed.add(name + " (" + error + ")");
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        String told = String.join(", ", failed.subList(0, Math.min(MOST_TOLD, failed.size())));
        if (failed.size() > MOST_TOLD) {
            told += " and " + (failed.size() - MOST_TOLD) + " more";
        }
        for (Status status : heartbeat.response().status()) {
            if (status.statusCode() == MISSING_INTERNAL_TOPICS) {
                status.setStatusDetail(status.statusDetail() + "; Creation failed: " + told + ".");
            }
        }
    }

    /** Creates topics, but for those that could not be created lately. */
    void create(int nodeId, String groupId, List<CreatableTopic> missing) {
        long nowMs = cluster.timers().nowMs();
        CreationErrors errors = errors(nodeId);
        List<CreatableTopic> asked = missing.stream()
                .filter(topic -> errors.find(topic.name(), nowMs) == null)
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        long expiresMs = nowMs + 2L * configs.streams(groupId).heartbeatIntervalMs();
        Instant now = Instant.ofEpochMilli(nowMs);
        for (CreatableTopicResult result : controller.apply(asked)) {
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                events.append(new InternalTopicCreated(now, groupId, result.name(), result.numPartitions()));
                continue;
            }
            String said = result.errorMessage();
            String message = said == null || said.isEmpty() ? error.message() : said;
            errors.put(result.name(), message, expiresMs, nowMs);
            events.append(new InternalTopicRefused(now, groupId, result.name(), message));
        }
    }
}
