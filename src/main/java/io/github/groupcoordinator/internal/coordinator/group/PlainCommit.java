package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.CommitAttempt;
import io.github.groupcoordinator.internal.group.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.jspecify.annotations.Nullable;

/** An OffsetCommit, as its group looks at it. */
record PlainCommit(RequestContext context, OffsetCommitRequestData request, int metadataMaxBytes)
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
        return request.generationIdOrMemberEpoch();
    }

    @Override
    public boolean isTransactional() {
        return false;
    }

    @Override
    public List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                String metadata = partition.committedMetadata();
                if (metadata == null || metadata.length() <= metadataMaxBytes) {
                    partitions.add(new TopicPartition(topic.name(), partition.partitionIndex()));
                }
            }
        }
        return partitions;
    }
}
