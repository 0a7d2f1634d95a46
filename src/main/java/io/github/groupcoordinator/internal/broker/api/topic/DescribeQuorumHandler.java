package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.ClusterApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData.TopicData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ReplicaState;
import org.apache.kafka.common.protocol.Errors;

/** DescribeQuorum v0-2: a controller of its own that writes a record now and then, and the brokers that read them. */
public final class DescribeQuorumHandler extends RequestHandler<DescribeQuorumRequestData> {
    static final int CONTROLLER_ID = 3000;

    private static final String TOPIC = "__cluster_metadata";
    private static final long IDLE_INTERVAL_MS = 500;
    private static final short NODES = 2;
    private static final long DIRECTORIES = 0x6b61666b612d6c6fL;

    private final Cluster cluster;

    public DescribeQuorumHandler(Cluster cluster) {
        super(ClusterApis.DESCRIBE_QUORUM);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, DescribeQuorumRequestData body) {
        DescribeQuorumResponseData response = new DescribeQuorumResponseData();
        boolean isMetadata = isMetadata(body);
        for (TopicData asked : body.topics()) {
            DescribeQuorumResponseData.TopicData topic =
                    new DescribeQuorumResponseData.TopicData().setTopicName(asked.topicName());
            asked.partitions().forEach(partition -> topic.partitions()
                    .add(isMetadata ? quorum(request.version()) : unknown(partition.partitionIndex())));
            response.topics().add(topic);
        }
        if (isMetadata && request.version() >= NODES) {
            Collection<DescribeQuorumResponseData.Node> nodes = response.nodes();
            nodes.add(new DescribeQuorumResponseData.Node().setNodeId(CONTROLLER_ID));
        }
        request.reply(response);
    }

    private static boolean isMetadata(DescribeQuorumRequestData body) {
        if (body.topics().size() != 1) {
            return false;
        }
        TopicData only = body.topics().get(0);
        return only.topicName().equals(TOPIC)
                && only.partitions().size() == 1
                && only.partitions().get(0).partitionIndex() == 0;
    }

    private static PartitionData unknown(int partition) {
        return new PartitionData().setPartitionIndex(partition).setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    private PartitionData quorum(int version) {
        long nowMs = cluster.timers().nowMs();
        long endOffset = 1 + (nowMs - cluster.startMs()) / IDLE_INTERVAL_MS;
        PartitionData partition = new PartitionData()
                .setPartitionIndex(0)
                .setLeaderId(CONTROLLER_ID)
                .setLeaderEpoch(1)
                .setHighWatermark(endOffset)
                .setCurrentVoters(List.of(replica(CONTROLLER_ID, endOffset, nowMs)));
        for (Node broker : cluster.nodes().alive()) {
            ReplicaState observer = replica(broker.id(), endOffset, nowMs);
            // Voters that are configured have none, as in Kafka.
            partition.observers().add(version < NODES ? observer : observer.setReplicaDirectoryId(directory(broker)));
        }
        return partition;
    }

    /** Returns the id of the directory that a broker has its log in: drawn by Kafka, the same in each run here. */
    private static Uuid directory(Node broker) {
        return new Uuid(DIRECTORIES, broker.id());
    }

    private static ReplicaState replica(int id, long endOffset, long nowMs) {
        return new ReplicaState()
                .setReplicaId(id)
                .setLogEndOffset(endOffset)
                .setLastFetchTimestamp(nowMs)
                .setLastCaughtUpTimestamp(nowMs);
    }
}
