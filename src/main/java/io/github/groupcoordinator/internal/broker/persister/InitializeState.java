package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.WriteResult;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData.InitializeStateData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData.PartitionData;
import org.apache.kafka.common.message.InitializeShareGroupStateResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** InitializeShareGroupState, as a persister asks it. */
final class InitializeState extends StateChange<InitializeState.Start> {

    /** The beginning of a share-partition's state. */
    record Start(int stateEpoch, long startOffset) {}

    @Override
    public String doing() {
        return "initialize state";
    }

    @Override
    public ApiMessage request(String groupId, Map<Uuid, List<Asked<Start>>> byTopic) {
        InitializeShareGroupStateRequestData request = new InitializeShareGroupStateRequestData().setGroupId(groupId);
        byTopic.forEach((topicId, all) -> {
            InitializeStateData topic = new InitializeStateData().setTopicId(topicId);
            all.forEach(asked -> topic.partitions()
                    .add(new PartitionData()
                            .setPartition(asked.partition())
                            .setStateEpoch(asked.question().stateEpoch())
                            .setStartOffset(asked.question().startOffset())));
            request.topics().add(topic);
        });
        return request;
    }

    @Override
    public void read(ApiMessage response, Results<WriteResult> results) {
        ((InitializeShareGroupStateResponseData) response).results().forEach(topic -> topic.partitions()
                .forEach(partition -> results.add(
                        topic.topicId(),
                        partition.partition(),
                        new WriteResult(Errors.forCode(partition.errorCode()), partition.errorMessage()))));
    }
}
