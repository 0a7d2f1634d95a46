package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.WriteResult;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData.DeleteStateData;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData.PartitionData;
import org.apache.kafka.common.message.DeleteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** DeleteShareGroupState, as a persister asks it; nothing is to be said but which share-partition. */
final class DeleteState extends StateChange<Boolean> {

    @Override
    public String doing() {
        return "delete state";
    }

    @Override
    public ApiMessage request(String groupId, Map<Uuid, List<Asked<Boolean>>> byTopic) {
        DeleteShareGroupStateRequestData request = new DeleteShareGroupStateRequestData().setGroupId(groupId);
        byTopic.forEach((topicId, all) -> {
            DeleteStateData topic = new DeleteStateData().setTopicId(topicId);
            all.forEach(asked -> topic.partitions().add(new PartitionData().setPartition(asked.partition())));
            request.topics().add(topic);
        });
        return request;
    }

    @Override
    public void read(ApiMessage response, Results<WriteResult> results) {
        ((DeleteShareGroupStateResponseData) response).results().forEach(topic -> topic.partitions()
                .forEach(partition -> results.add(
                        topic.topicId(),
                        partition.partition(),
                        new WriteResult(Errors.forCode(partition.errorCode()), partition.errorMessage()))));
    }
}
