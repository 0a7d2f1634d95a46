package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** DescribeTopicPartitions v0 (KIP-966): what Admin.describeTopics asks first; in pages. */
public final class DescribeTopicPartitionsHandler extends RequestHandler<DescribeTopicPartitionsRequestData> {
    private final Cluster cluster;

    public DescribeTopicPartitionsHandler(Cluster cluster) {
        super(TopicApis.DESCRIBE_TOPIC_PARTITIONS);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, DescribeTopicPartitionsRequestData body) {
        DescribeTopicPartitionsRequestData.Cursor cursor = body.cursor();
        boolean all = body.topics().isEmpty();
        Set<String> names = new TreeSet<>();
        if (all) {
            names.addAll(cluster.topics().names());
        }
        for (TopicRequest topic : body.topics()) {
            names.add(topic.name());
        }
        if (cursor != null && (cursor.partitionIndex() < 0 || (!all && !names.contains(cursor.topicName())))) {
            // This response has no error code: Kafka's own answer is the error on every topic.
            request.reply(refuseAll(names));
            return;
        }
        String from = cursor == null ? "" : cursor.topicName();
        int left = Math.max(Math.min(cluster.config().maxRequestPartitions(), body.responsePartitionLimit()), 1);
        DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
        Collection<DescribeTopicPartitionsResponseTopic> answers = response.topics();
        for (String name : names) {
            if (name.compareTo(from) < 0) {
                continue;
            }
            if (left == 0) {
                response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(0));
                break;
            }
            Topic topic = cluster.topics().find(name);
            if (topic == null) {
                if (!all) {
                    answers.add(unknown(name));
                }
                continue;
            }
            int first = cursor != null && name.equals(from) ? cursor.partitionIndex() : 0;
            int end = Math.min(topic.partitionCount(), first + left);
            answers.add(describe(topic, first, end));
            left -= Math.max(0, end - first);
            if (end < topic.partitionCount()) {
                response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(end));
                break;
            }
        }
        request.reply(response);
    }

    private static DescribeTopicPartitionsResponseData refuseAll(Set<String> names) {
        DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
        Collection<DescribeTopicPartitionsResponseTopic> answers = response.topics();
        for (String name : names) {
            answers.add(new DescribeTopicPartitionsResponseTopic()
                    .setName(name)
                    .setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        return response;
    }

    private static DescribeTopicPartitionsResponseTopic unknown(String name) {
        Errors error = Errors.UNKNOWN_TOPIC_OR_PARTITION;
        try {
            org.apache.kafka.common.internals.Topic.validate(name);
        } catch (InvalidTopicException e) {
            error = Errors.INVALID_TOPIC_EXCEPTION;
        }
        return new DescribeTopicPartitionsResponseTopic()
                .setName(name)
                .setErrorCode(error.code())
                .setIsInternal(org.apache.kafka.common.internals.Topic.isInternal(name))
                .setTopicAuthorizedOperations(AuthorizedOperations.TOPIC);
    }

    private DescribeTopicPartitionsResponseTopic describe(Topic topic, int first, int end) {
        DescribeTopicPartitionsResponseTopic answer = new DescribeTopicPartitionsResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(topic.isInternal())
                .setTopicAuthorizedOperations(AuthorizedOperations.TOPIC);
        for (int partition = first; partition < end; partition++) {
            Replicas replicas = topic.replicas(partition);
            List<Integer> offline = new ArrayList<>(replicas.assigned());
            offline.removeAll(cluster.nodes().onlyAlive(replicas.assigned()));
            answer.partitions()
                    .add(new DescribeTopicPartitionsResponsePartition()
                            .setEligibleLeaderReplicas(new ArrayList<>())
                            .setLastKnownElr(new ArrayList<>())
                            .setPartitionIndex(partition)
                            .setLeaderId(replicas.leader())
                            .setLeaderEpoch(topic.requireLog(partition).leaderEpoch())
                            .setReplicaNodes(replicas.assigned())
                            .setIsrNodes(replicas.inSync())
                            .setOfflineReplicas(offline));
        }
        return answer;
    }
}
