package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.group.share.SharePersister.Summary;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData.PartitionData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData.ReadStateSummaryData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData.PartitionResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** ReadShareGroupStateSummary, as a persister asks it; nothing is to be said but which share-partition. */
final class SummarizeState implements StateApi<Boolean, Summary> {
    private static final int UNKNOWN = -1;

    @Override
    public String doing() {
        return "read state summary";
    }

    @Override
    public ApiMessage request(String groupId, Map<Uuid, List<Asked<Boolean>>> byTopic) {
        ReadShareGroupStateSummaryRequestData request = new ReadShareGroupStateSummaryRequestData().setGroupId(groupId);
        byTopic.forEach((topicId, all) -> {
            ReadStateSummaryData topic = new ReadStateSummaryData().setTopicId(topicId);
            all.forEach(asked -> topic.partitions().add(new PartitionData().setPartition(asked.partition())));
            request.topics().add(topic);
        });
        return request;
    }

    @Override
    public void read(ApiMessage response, Results<Summary> results) {
        ((ReadShareGroupStateSummaryResponseData) response).results().forEach(topic -> topic.partitions()
                .forEach(partition -> results.add(topic.topicId(), partition.partition(), summary(partition))));
    }

    private static Summary summary(PartitionResult partition) {
        return new Summary(
                Errors.forCode(partition.errorCode()),
                partition.startOffset(),
                partition.leaderEpoch(),
                CompleteCount.IS_KNOWN ? CompleteCount.of(partition) : UNKNOWN);
    }

    /** The field of version 1, which kafka-clients 4.1 does not have; linked only if it is there. */
    private static final class CompleteCount {
        private static final boolean IS_KNOWN =
                ApiKeys.READ_SHARE_GROUP_STATE_SUMMARY.messageType.highestSupportedVersion(true) >= 1;

        static int of(PartitionResult partition) {
            return partition.deliveryCompleteCount();
        }
    }

    @Override
    public Errors error(Summary result) {
        return result.error();
    }

    @Override
    public String message(Summary result) {
        return result.error().message();
    }

    @Override
    public Summary failed(Errors error, String message) {
        return new Summary(error, UNKNOWN, 0, UNKNOWN);
    }
}
