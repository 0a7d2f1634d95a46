package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** OffsetDelete v0 (KIP-496). Partitions that do not exist are answered here and never reach the coordinator. */
public final class OffsetDeleteHandler extends RequestHandler<OffsetDeleteRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public OffsetDeleteHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(GroupApis.OFFSET_DELETE);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, OffsetDeleteRequestData body) {
        Map<String, OffsetDeleteResponseTopic> answers = new LinkedHashMap<>();
        OffsetDeleteRequestData forwarded = new OffsetDeleteRequestData().setGroupId(body.groupId());
        Collection<OffsetDeleteRequestTopic> accepted = forwarded.topics();
        Collection<OffsetDeleteRequestTopic> asked = body.topics();
        for (OffsetDeleteRequestTopic topic : asked) {
            OffsetDeleteRequestTopic known = new OffsetDeleteRequestTopic().setName(topic.name());
            if (cluster.topics().find(topic.name()) == null) {
                // It is named in the answer even if none of its partitions is asked for.
                answer(answers, topic.name());
            }
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                if (cluster.topics().log(topic.name(), partition.partitionIndex()) != null) {
                    known.partitions().add(partition);
                } else {
                    Collection<OffsetDeleteResponsePartition> refused =
                            answer(answers, topic.name()).partitions();
                    refused.add(new OffsetDeleteResponsePartition()
                            .setPartitionIndex(partition.partitionIndex())
                            .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()));
                }
            }
            if (!known.partitions().isEmpty()) {
                accepted.add(known);
            }
        }
        coordinators
                .at(request)
                .offsetDelete(request.context(), forwarded, results -> request.reply(merge(answers, results)));
    }

    private static OffsetDeleteResponseTopic answer(Map<String, OffsetDeleteResponseTopic> answers, String name) {
        return answers.computeIfAbsent(name, n -> new OffsetDeleteResponseTopic().setName(n));
    }

    private static OffsetDeleteResponseData merge(
            Map<String, OffsetDeleteResponseTopic> answers, OffsetDeleteResponseData results) {
        if (results.errorCode() != Errors.NONE.code()) {
            return results;
        }
        Collection<OffsetDeleteResponseTopic> given = results.topics();
        for (OffsetDeleteResponseTopic result : given) {
            Collection<OffsetDeleteResponsePartition> partitions =
                    answer(answers, result.name()).partitions();
            Collection<OffsetDeleteResponsePartition> more = result.partitions();
            for (OffsetDeleteResponsePartition partition : more) {
                // An element belongs to one collection only.
                partitions.add(new OffsetDeleteResponsePartition()
                        .setPartitionIndex(partition.partitionIndex())
                        .setErrorCode(partition.errorCode()));
            }
        }
        OffsetDeleteResponseData response = new OffsetDeleteResponseData();
        Collection<OffsetDeleteResponseTopic> topics = response.topics();
        topics.addAll(answers.values());
        return response;
    }
}
