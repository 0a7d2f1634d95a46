package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.CommitAttempt;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.log.KafkaFields;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.jspecify.annotations.Nullable;

/** A TxnOffsetCommit, as its group looks at it. */
record TransactionalCommit(RequestContext context, TxnOffsetCommitRequestData request, int metadataMaxBytes)
        implements CommitAttempt {

    @Override
    public short apiVersion() {
        return context.apiVersion();
    }

    @Override
    public String memberId() {
        return request.memberId();
    }

    @Override
    public @Nullable String groupInstanceId() {
        return request.groupInstanceId();
    }

    @Override
    public int generationIdOrMemberEpoch() {
        return KafkaFields.generationId(request);
    }

    @Override
    public boolean isTransactional() {
        return true;
    }

    @Override
    public List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                String metadata = partition.committedMetadata();
                if (metadata == null || metadata.length() <= metadataMaxBytes) {
                    partitions.add(new TopicPartition(topic.name(), partition.partitionIndex()));
                }
            }
        }
        return partitions;
    }
}
