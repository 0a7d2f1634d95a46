package io.github.groupcoordinator;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The work of an application in its loop with each record of a share group (KIP-932). What it throws ends the loop, as
 * it ends an application's thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@FunctionalInterface
public interface ShareWorkerHandler<K, V> {

    /**
     * Handles one record, and says what becomes of it: with {@code share.acknowledgement.mode=explicit} it is
     * acknowledged like that, which goes to the broker with the next poll, or with a commit of the handler's own. A
     * record that is to be renewed comes again with one of the next polls, its lock prolonged. In implicit mode, which
     * is Kafka's default, the next poll accepts what the last one returned; there the handler has no choice.
     *
     * @param consumer to commit with, or to look at; the worker acknowledges with it
     * @return {@code ACCEPT}, {@code RELEASE}, {@code REJECT}, or {@code RENEW} with kafka-clients 4.2 and newer; in
     *     implicit mode {@code ACCEPT}, or the worker dies of an {@link IllegalStateException}
     * @throws Exception whatever an application may throw; the worker dies of it
     */
    AcknowledgeType handle(ConsumerRecord<K, V> record, KafkaShareConsumer<K, V> consumer) throws Exception;

    /** As of an {@link org.apache.kafka.clients.consumer.AcknowledgementCommitCallback}. */
    default void onAcknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception exception) {}
}
