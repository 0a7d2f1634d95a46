package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.Update;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.WriteResult;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData.PartitionData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData.StateBatch;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData.WriteStateData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** WriteShareGroupState, as a persister asks it. */
final class WriteState extends StateChange<Update> {

    @Override
    public String doing() {
        return "write state";
    }

    @Override
    public ApiMessage request(String groupId, Map<Uuid, List<Asked<Update>>> byTopic) {
        WriteShareGroupStateRequestData request = new WriteShareGroupStateRequestData().setGroupId(groupId);
        byTopic.forEach((topicId, all) -> {
            WriteStateData topic = new WriteStateData().setTopicId(topicId);
            all.forEach(asked -> topic.partitions().add(partition(asked.partition(), asked.question())));
            request.topics().add(topic);
        });
        return request;
    }

    private static PartitionData partition(int number, Update update) {
        PartitionData partition = new PartitionData()
                .setPartition(number)
                .setStateEpoch(update.stateEpoch())
                .setLeaderEpoch(update.leaderEpoch())
                .setStartOffset(update.startOffset());
        update.batches().forEach(batch -> partition
                .stateBatches()
                .add(new StateBatch()
                        .setFirstOffset(batch.firstOffset())
                        .setLastOffset(batch.lastOffset())
                        .setDeliveryState(batch.deliveryState())
                        .setDeliveryCount(batch.deliveryCount())));
        if (CompleteCount.IS_KNOWN) {
            CompleteCount.set(partition, update.deliveryCompleteCount());
        }
        return partition;
    }

    /** The field of version 1, which kafka-clients 4.1 does not have; linked only if it is there. */
    private static final class CompleteCount {
        private static final boolean IS_KNOWN =
                ApiKeys.WRITE_SHARE_GROUP_STATE.messageType.highestSupportedVersion(true) >= 1;

        static void set(PartitionData partition, int count) {
            partition.setDeliveryCompleteCount(count);
        }
    }

    @Override
    public void read(ApiMessage response, Results<WriteResult> results) {
        ((WriteShareGroupStateResponseData) response).results().forEach(topic -> topic.partitions()
                .forEach(partition -> results.add(
                        topic.topicId(),
                        partition.partition(),
                        new WriteResult(Errors.forCode(partition.errorCode()), partition.errorMessage()))));
    }
}
