package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.ReadResult;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData.PartitionData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData.ReadStateData;
import org.apache.kafka.common.message.ReadShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateResponseData.PartitionResult;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** ReadShareGroupState, as a persister asks it: with the leader epoch of the partition. */
final class ReadState implements StateApi<Integer, ReadResult> {

    @Override
    public String doing() {
        return "read state";
    }

    @Override
    public ApiMessage request(String groupId, Map<Uuid, List<Asked<Integer>>> byTopic) {
        ReadShareGroupStateRequestData request = new ReadShareGroupStateRequestData().setGroupId(groupId);
        byTopic.forEach((topicId, all) -> {
            ReadStateData topic = new ReadStateData().setTopicId(topicId);
            all.forEach(asked -> topic.partitions()
                    .add(new PartitionData().setPartition(asked.partition()).setLeaderEpoch(asked.question())));
            request.topics().add(topic);
        });
        return request;
    }

    @Override
    public void read(ApiMessage response, Results<ReadResult> results) {
        ((ReadShareGroupStateResponseData) response).results().forEach(topic -> topic.partitions()
                .forEach(partition -> results.add(topic.topicId(), partition.partition(), result(partition))));
    }

    private static ReadResult result(PartitionResult partition) {
        List<StateBatch> batches = new ArrayList<>();
        partition
                .stateBatches()
                .forEach(batch -> batches.add(new StateBatch(
                        batch.firstOffset(), batch.lastOffset(), batch.deliveryState(), batch.deliveryCount())));
        return new ReadResult(
                Errors.forCode(partition.errorCode()),
                partition.errorMessage(),
                partition.stateEpoch(),
                partition.startOffset(),
                batches);
    }

    @Override
    public Errors error(ReadResult result) {
        return result.error();
    }

    @Override
    public String message(ReadResult result) {
        return result.message();
    }

    @Override
    public ReadResult failed(Errors error, String message) {
        return ReadResult.failed(error, message);
    }
}
