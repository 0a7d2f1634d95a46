package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.log.KafkaRecords;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.fetch.FetchedPartition;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker.Acknowledged;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.message.ShareFetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.message.ShareFetchResponseData.ShareFetchableTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a share fetch: what its session has to tell of what was fetched, and what became of acknowledgements.
 */
final class ShareFetchAnswer {
    private final ShareFetchParts parts;
    private final LeaderHints hints;
    private final Map<Uuid, Map<Integer, PartitionData>> topics = new LinkedHashMap<>();
    private final ShareFetchResponseData response = new ShareFetchResponseData();
    private boolean failed;

    ShareFetchAnswer(
            Request request,
            ShareFetchParts parts,
            Map<TopicIdPartition, FetchedPartition> fetched,
            Map<TopicIdPartition, Acknowledged> acknowledged) {
        this.parts = parts;
        this.hints = new LeaderHints(parts.cluster(), request);
        if (!parts.context().isCurrent()) {
            response.setErrorCode(Errors.INVALID_SHARE_SESSION_EPOCH.code());
        } else if (!addFetched(fetched)) {
            failed = true;
            return;
        }
        acknowledged.forEach(this::add);
    }

    /**
     * Adds what the session has to tell.
     *
     * @return false if that names a topic that nobody knows: Kafka 4.3 fails there to count its bytes
     */
    private boolean addFetched(Map<TopicIdPartition, FetchedPartition> fetched) {
        List<TopicIdPartition> told = parts.context()
                .toTell(
                        new ArrayList<>(fetched.keySet()),
                        partition -> hasRecords(fetched.get(partition)),
                        partition -> hasError(fetched.get(partition)));
        for (TopicIdPartition partition : told) {
            FetchedPartition each = fetched.get(partition);
            if (each != null) {
                add(partition, each);
            }
        }
        return told.stream().noneMatch(partition -> partition.topic() == null);
    }

    private static boolean hasRecords(@Nullable FetchedPartition fetched) {
        return fetched != null && fetched.records().hasRemaining();
    }

    private static boolean hasError(@Nullable FetchedPartition fetched) {
        return fetched != null && fetched.error() != Errors.NONE;
    }

    private void add(TopicIdPartition partition, FetchedPartition fetched) {
        PartitionData data = of(partition).setErrorCode(fetched.error().code());
        KafkaRecords.instance().withRecords(data, fetched.records().duplicate());
        List<ShareFetchResponseData.AcquiredRecords> acquired = new ArrayList<>();
        for (AcquiredRecords.Range range : fetched.acquired()) {
            acquired.add(new ShareFetchResponseData.AcquiredRecords()
                    .setFirstOffset(range.firstOffset())
                    .setLastOffset(range.lastOffset())
                    .setDeliveryCount(range.deliveryCount()));
        }
        data.setAcquiredRecords(acquired);
        LeaderHints.Leader leader = hints.of(partition, fetched.error());
        if (leader != null) {
            data.currentLeader().setLeaderId(leader.id()).setLeaderEpoch(leader.epoch());
        }
    }

    private void add(TopicIdPartition partition, Acknowledged outcome) {
        of(partition).setAcknowledgeErrorCode(outcome.error().code()).setAcknowledgeErrorMessage(outcome.message());
    }

    private PartitionData of(TopicIdPartition partition) {
        return topics.computeIfAbsent(partition.topicId(), id -> new LinkedHashMap<>())
                .computeIfAbsent(partition.partition(), ShareFetchAnswer::empty);
    }

    private static PartitionData empty(int partition) {
        PartitionData data = new PartitionData().setPartitionIndex(partition);
        return KafkaRecords.instance().withRecords(data, ByteBuffer.allocate(0));
    }

    ShareFetchResponseData response() {
        if (failed) {
            // Whatever was acquired stays so, though nobody is told of it.
            return new ShareFetchResponseData().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code());
        }
        Collection<ShareFetchableTopicResponse> responses = response.responses();
        topics.forEach((topicId, partitions) -> responses.add(new ShareFetchableTopicResponse()
                .setTopicId(topicId)
                .setPartitions(new ArrayList<>(partitions.values()))));
        Collection<NodeEndpoint> endpoints = response.nodeEndpoints();
        for (Node node : hints.endpoints()) {
            endpoints.add(
                    new NodeEndpoint().setNodeId(node.id()).setHost(node.host()).setPort(node.port()));
        }
        return response.setAcquisitionLockTimeoutMs(
                parts.leaders().settings(parts.member().groupId()).recordLockDurationMs());
    }
}
