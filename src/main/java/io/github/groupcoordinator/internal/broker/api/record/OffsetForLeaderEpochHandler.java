package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.api.RecordApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.PartitionLog;
import java.util.Collection;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** OffsetForLeaderEpoch v2-4; v2 current leader epoch (KIP-320). */
public final class OffsetForLeaderEpochHandler extends RequestHandler<OffsetForLeaderEpochRequestData> {
    private final Cluster cluster;

    public OffsetForLeaderEpochHandler(Cluster cluster) {
        super(RecordApis.OFFSET_FOR_LEADER_EPOCH);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, OffsetForLeaderEpochRequestData body) {
        OffsetForLeaderEpochResponseData response = new OffsetForLeaderEpochResponseData();
        Collection<OffsetForLeaderTopicResult> topics = response.topics();
        Collection<OffsetForLeaderTopic> asked = body.topics();
        for (OffsetForLeaderTopic topic : asked) {
            OffsetForLeaderTopicResult result = new OffsetForLeaderTopicResult().setTopic(topic.topic());
            for (OffsetForLeaderPartition partition : topic.partitions()) {
                result.partitions().add(find(request, topic.topic(), partition));
            }
            topics.add(result);
        }
        request.reply(response);
    }

    private EpochEndOffset find(Request request, String name, OffsetForLeaderPartition partition) {
        EpochEndOffset answer = new EpochEndOffset().setPartition(partition.partition());
        Topic topic = cluster.topics().find(name);
        PartitionLog log = topic == null ? null : topic.log(partition.partition());
        if (topic == null || log == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        Errors wrongLeader =
                LeaderCheck.leader(request.node(), topic, partition.partition(), partition.currentLeaderEpoch());
        if (wrongLeader != Errors.NONE) {
            return answer.setErrorCode(wrongLeader.code());
        }
        io.github.groupcoordinator.internal.log.EpochEndOffset end = log.endOffsetFor(partition.leaderEpoch());
        return answer.setLeaderEpoch(end.leaderEpoch()).setEndOffset(end.endOffset());
    }
}
