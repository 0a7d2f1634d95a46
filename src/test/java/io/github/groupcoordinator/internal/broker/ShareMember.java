package io.github.groupcoordinator.internal.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgePartition;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgeTopic;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData.AcknowledgementBatch;
import org.apache.kafka.common.message.ShareFetchRequestData.FetchPartition;
import org.apache.kafka.common.message.ShareFetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** A member of a share group on a connection of its own, which counts the epochs of its share session. */
final class ShareMember {
    static final int MAX_WAIT_MS = 500;

    private final ShareReadingDriver cluster;
    private final String memberId;
    final BrokerDriver.Client client;
    int version = 1;
    int epoch;

    ShareMember(ShareReadingDriver cluster, String memberId, int nodeId) {
        this.cluster = cluster;
        this.memberId = memberId;
        this.client = cluster.driver.clientOf(nodeId);
    }

    /** Returns a fetch of the next epoch, of these partitions of "jobs". */
    ShareFetchRequestData request(int... partitions) {
        ShareFetchRequestData request = new ShareFetchRequestData()
                .setGroupId("work")
                .setMemberId(memberId)
                .setShareSessionEpoch(epoch)
                .setMaxWaitMs(MAX_WAIT_MS)
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setMaxRecords(500)
                .setBatchSize(500);
        for (int partition : partitions) {
            add(request, cluster.jobs(), partition);
        }
        return request;
    }

    static FetchPartition add(ShareFetchRequestData request, Uuid topicId, int partition) {
        FetchTopic topic = request.topics().find(topicId);
        if (topic == null) {
            topic = new FetchTopic().setTopicId(topicId);
            request.topics().add(topic);
        }
        FetchPartition added = new FetchPartition().setPartitionIndex(partition);
        topic.partitions().add(added);
        return added;
    }

    /** Sends a fetch, which may wait. */
    void send(ShareFetchRequestData request) {
        client.send(ApiKeys.SHARE_FETCH, version, request);
        epoch = request.shareSessionEpoch() + 1;
    }

    /** Returns the answer that has come by now as text, or "waits". */
    String answer() {
        ShareFetchResponseData answer = client.receive(ShareFetchResponseData.class);
        return answer == null ? "waits" : text(answer);
    }

    String fetch(int... partitions) {
        return fetch(request(partitions));
    }

    String fetch(ShareFetchRequestData request) {
        send(request);
        return answer();
    }

    static String text(ShareFetchResponseData answer) {
        if (answer.errorCode() != 0) {
            return Errors.forCode(answer.errorCode()).name();
        }
        List<String> all = new ArrayList<>();
        answer.responses().forEach(topic -> topic.partitions().forEach(partition -> {
            StringBuilder text = new StringBuilder(partition.partitionIndex() + ":");
            if (partition.errorCode() != 0) {
                text.append(Errors.forCode(partition.errorCode()));
            }
            partition.acquiredRecords().forEach(range -> text.append(range.firstOffset())
                    .append('-')
                    .append(range.lastOffset())
                    .append('x')
                    .append(range.deliveryCount())
                    .append(' '));
            if (partition.acknowledgeErrorCode() != 0) {
                text.append("acknowledged ").append(Errors.forCode(partition.acknowledgeErrorCode()));
            }
            if (partition.errorCode() == Errors.NOT_LEADER_OR_FOLLOWER.code()) {
                text.append(" leader ")
                        .append(partition.currentLeader().leaderId())
                        .append(" epoch ")
                        .append(partition.currentLeader().leaderEpoch());
            }
            all.add(text.toString().trim());
        }));
        answer.nodeEndpoints().forEach(node -> all.add("node " + node.nodeId() + " at " + node.port()));
        return String.join(", ", all);
    }

    /** Returns an acknowledgement of the next epoch: ranges of partition 0 of "jobs", each with its types. */
    ShareAcknowledgeRequestData acknowledgement(Object... rangesAndTypes) {
        AcknowledgePartition partition = new AcknowledgePartition().setPartitionIndex(0);
        partition.acknowledgementBatches().addAll(batches(rangesAndTypes));
        AcknowledgeTopic topic = new AcknowledgeTopic().setTopicId(cluster.jobs());
        topic.partitions().add(partition);
        ShareAcknowledgeRequestData request = new ShareAcknowledgeRequestData()
                .setGroupId("work")
                .setMemberId(memberId)
                .setShareSessionEpoch(epoch);
        request.topics().add(topic);
        return request;
    }

    private static List<ShareAcknowledgeRequestData.AcknowledgementBatch> batches(Object... rangesAndTypes) {
        List<ShareAcknowledgeRequestData.AcknowledgementBatch> batches = new ArrayList<>();
        ranges(rangesAndTypes)
                .forEach((range, types) -> batches.add(new ShareAcknowledgeRequestData.AcknowledgementBatch()
                        .setFirstOffset(range.get(0))
                        .setLastOffset(range.get(1))
                        .setAcknowledgeTypes(types)));
        return batches;
    }

    /** Puts acknowledgements on a fetch. */
    static void acknowledge(FetchPartition partition, Object... rangesAndTypes) {
        ranges(rangesAndTypes).forEach((range, types) -> partition
                .acknowledgementBatches()
                .add(new AcknowledgementBatch()
                        .setFirstOffset(range.get(0))
                        .setLastOffset(range.get(1))
                        .setAcknowledgeTypes(types)));
    }

    /** Reads "first-last" and a list of types in turn. */
    private static Map<List<Long>, List<Byte>> ranges(Object... rangesAndTypes) {
        Map<List<Long>, List<Byte>> ranges = new LinkedHashMap<>();
        for (int i = 0; i < rangesAndTypes.length; i += 2) {
            String[] range = rangesAndTypes[i].toString().split("-");
            List<Byte> types = new ArrayList<>();
            for (String type : rangesAndTypes[i + 1].toString().split(",")) {
                if (!type.isEmpty()) {
                    types.add(Byte.valueOf(type));
                }
            }
            ranges.put(List.of(Long.valueOf(range[0]), Long.valueOf(range[1])), types);
        }
        return ranges;
    }

    String acknowledge(String range, String types) {
        return acknowledge(acknowledgement(range, types));
    }

    String acknowledge(ShareAcknowledgeRequestData request) {
        epoch = request.shareSessionEpoch() + 1;
        ShareAcknowledgeResponseData answer =
                client.call(ApiKeys.SHARE_ACKNOWLEDGE, version, request, ShareAcknowledgeResponseData.class);
        if (answer.errorCode() != 0) {
            return Errors.forCode(answer.errorCode()).name();
        }
        List<String> all = new ArrayList<>();
        answer.responses().forEach(topic -> topic.partitions()
                .forEach(partition -> all.add(partition.partitionIndex() + ":" + Errors.forCode(partition.errorCode())
                        + (partition.errorCode() != Errors.NOT_LEADER_OR_FOLLOWER.code()
                                ? ""
                                : " leader " + partition.currentLeader().leaderId() + " epoch "
                                        + partition.currentLeader().leaderEpoch()))));
        answer.nodeEndpoints().forEach(node -> all.add("node " + node.nodeId()));
        if (version > 1) {
            all.add("locks last " + answer.acquisitionLockTimeoutMs());
        }
        return String.join(", ", all);
    }
}
