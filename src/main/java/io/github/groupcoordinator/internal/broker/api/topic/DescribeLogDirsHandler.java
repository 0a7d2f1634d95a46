package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.ClusterApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.PartitionLog;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;

/** DescribeLogDirs v1-5: the one directory of the broker that is asked, with the replicas that it keeps. */
public final class DescribeLogDirsHandler extends RequestHandler<DescribeLogDirsRequestData> {
    private final Cluster cluster;

    public DescribeLogDirsHandler(Cluster cluster) {
        super(ClusterApis.DESCRIBE_LOG_DIRS);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, DescribeLogDirsRequestData body) {
        int nodeId = request.node().id();
        DescribeLogDirsResult directory = new DescribeLogDirsResult().setLogDir("/in-memory/broker-" + nodeId);
        for (Topic topic : cluster.topics().all()) {
            DescribeLogDirsTopic described = new DescribeLogDirsTopic().setName(topic.name());
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                boolean isKept = topic.replicas(partition).assigned().contains(nodeId);
                if (isKept && isAsked(body, topic.name(), partition)) {
                    described.partitions().add(describe(topic, partition, nodeId));
                }
            }
            if (!described.partitions().isEmpty()) {
                directory.topics().add(described);
            }
        }
        DescribeLogDirsResponseData response = new DescribeLogDirsResponseData();
        response.results().add(directory);
        request.reply(response);
    }

    private static boolean isAsked(DescribeLogDirsRequestData body, String topic, int partition) {
        if (body.topics() == null) {
            return true;
        }
        DescribableLogDirTopic asked = body.topics().find(topic);
        return asked != null && asked.partitions().contains(partition);
    }

    private static DescribeLogDirsPartition describe(Topic topic, int partition, int nodeId) {
        PartitionLog log = topic.requireLog(partition);
        long endOffset = topic.replicas(partition).endOffset(nodeId, log.logEndOffset());
        return new DescribeLogDirsPartition()
                .setPartitionIndex(partition)
                .setPartitionSize(log.bytesBetween(log.logStartOffset(), endOffset))
                .setOffsetLag(log.logEndOffset() - endOffset);
    }
}
