package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker.Acknowledged;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** The acknowledgements that a request brings, by partition; those that make sense go to the share partitions. */
final class Acknowledgements {
    private final Cluster cluster;
    private final byte lastType;
    private final boolean renews;
    private final Map<TopicIdPartition, List<AcknowledgementBatch>> asked = new LinkedHashMap<>();
    private final Map<TopicIdPartition, Acknowledged> refused = new LinkedHashMap<>();

    /**
     * @param knowsRenewal whether the request is of a version that can renew
     * @param renews whether the request says that it renews
     */
    Acknowledgements(Cluster cluster, boolean knowsRenewal, boolean renews) {
        this.cluster = cluster;
        this.lastType = (knowsRenewal ? AcknowledgeType.RENEW : AcknowledgeType.REJECT).id();
        this.renews = renews;
    }

    /** Takes the acknowledgements for one partition, possibly none; a partition that is named twice has the last. */
    void add(Uuid topicId, int partition, List<AcknowledgementBatch> batches) {
        Topic topic = cluster.topics().find(topicId);
        if (topic == null) {
            refuse(new TopicIdPartition(topicId, partition, null), Errors.UNKNOWN_TOPIC_ID);
        } else {
            asked.put(new TopicIdPartition(topicId, new TopicPartition(topic.name(), partition)), batches);
        }
    }

    private void refuse(TopicIdPartition partition, Errors error) {
        refused.put(partition, new Acknowledged(error, null));
    }

    /** Returns the partitions that were named, those of unknown topics without a name. */
    Map<TopicIdPartition, Acknowledged> failedWith(Errors error) {
        Map<TopicIdPartition, Acknowledged> all = new LinkedHashMap<>();
        asked.forEach((partition, batches) -> {
            if (!batches.isEmpty()) {
                all.put(partition, new Acknowledged(error, null));
            }
        });
        return all;
    }

    /**
     * Lets the share partitions of a node take them.
     *
     * @param done gets the outcome for each partition. If none makes sense, those without a batch are missing: so they
     *     are in Kafka 4.3
     * @throws io.github.groupcoordinator.internal.share.UnexpectedStateException where Kafka's code fails unexpectedly
     */
    void acknowledge(ShareBroker broker, ShareSessionKey member, Consumer<Map<TopicIdPartition, Acknowledged>> done) {
        Map<TopicIdPartition, List<AcknowledgementBatch>> valid = new LinkedHashMap<>();
        Map<TopicIdPartition, Acknowledged> empty = new LinkedHashMap<>();
        asked.forEach((partition, batches) -> {
            if (!isValid(batches)) {
                refuse(partition, Errors.INVALID_REQUEST);
            } else if (cluster.topics().log(partition.topic(), partition.partition()) == null) {
                refuse(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION);
            } else if (batches.isEmpty()) {
                empty.put(partition, Acknowledged.DONE);
            } else {
                valid.put(partition, batches);
            }
        });
        if (valid.isEmpty()) {
            done.accept(refused);
            return;
        }
        broker.acknowledge(member, valid, outcomes -> {
            Map<TopicIdPartition, Acknowledged> all = new LinkedHashMap<>(outcomes);
            all.putAll(refused);
            all.putAll(empty);
            done.accept(all);
        });
    }

    private boolean isValid(List<AcknowledgementBatch> batches) {
        long lastOffset = -1L;
        for (AcknowledgementBatch batch : batches) {
            List<Byte> types = batch.types();
            boolean perOffset = types.size() > 1;
            if (batch.firstOffset() > batch.lastOffset()
                    // As in Kafka, a batch may begin where the one before ends; its share partition refuses that.
                    || batch.firstOffset() < lastOffset
                    || types.isEmpty()
                    || perOffset && batch.lastOffset() - batch.firstOffset() != types.size() - 1
                    || types.stream().anyMatch(type -> type < 0 || type > lastType)
                    || !renews && types.contains(AcknowledgeType.RENEW.id())) {
                return false;
            }
            lastOffset = batch.lastOffset();
        }
        return true;
    }
}
