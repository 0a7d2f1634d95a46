package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.ClusterApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingPartitionReassignment;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingTopicReassignment;

/** ListPartitionReassignments v0: the moves that are under way; what does not exist is left out. */
public final class ListPartitionReassignmentsHandler extends RequestHandler<ListPartitionReassignmentsRequestData> {
    private final Cluster cluster;

    public ListPartitionReassignmentsHandler(Cluster cluster) {
        super(ClusterApis.LIST_PARTITION_REASSIGNMENTS);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, ListPartitionReassignmentsRequestData body) {
        ListPartitionReassignmentsResponseData response =
                new ListPartitionReassignmentsResponseData().setErrorMessage(null);
        Collection<ListPartitionReassignmentsTopics> asked = body.topics();
        if (asked == null) {
            for (Topic topic : cluster.topics().all()) {
                add(
                        response,
                        topic,
                        IntStream.range(0, topic.partitionCount()).boxed().toList());
            }
        } else {
            for (ListPartitionReassignmentsTopics each : asked) {
                Topic topic = cluster.topics().find(each.name());
                if (topic != null) {
                    add(response, topic, each.partitionIndexes());
                }
            }
        }
        request.reply(response);
    }

    private static void add(ListPartitionReassignmentsResponseData response, Topic topic, List<Integer> partitions) {
        OngoingTopicReassignment ongoing = new OngoingTopicReassignment().setName(topic.name());
        for (int partition : partitions) {
            if (partition < 0 || partition >= topic.partitionCount()) {
                continue;
            }
            Replicas replicas = topic.replicas(partition);
            if (replicas.isBeingReassigned()) {
                ongoing.partitions()
                        .add(new OngoingPartitionReassignment()
                                .setPartitionIndex(partition)
                                .setReplicas(replicas.assigned())
                                .setAddingReplicas(replicas.adding())
                                .setRemovingReplicas(replicas.removing()));
            }
        }
        if (!ongoing.partitions().isEmpty()) {
            response.topics().add(ongoing);
        }
    }
}
