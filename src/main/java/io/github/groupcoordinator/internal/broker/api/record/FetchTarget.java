package io.github.groupcoordinator.internal.broker.api.record;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition that a fetch asks for, by name or by id.
 *
 * @param topic the name; null if the request gave an id that no topic has
 * @param topicId the id; zero if the request gave a name
 */
record FetchTarget(@Nullable String topic, Uuid topicId, FetchPartition partition) {

    /** The key by which two of them are the same: a request that gives ids may come before their names are known. */
    record Key(String topic, Uuid topicId, int partition) {}

    static Key key(@Nullable String topic, Uuid topicId, int partition) {
        boolean byName = topicId.equals(Uuid.ZERO_UUID);
        return new Key(byName && topic != null ? topic : "", topicId, partition);
    }

    Key key() {
        return key(topic, topicId, partition.partition());
    }

    FetchTarget named(@Nullable String name) {
        return topic != null || name == null ? this : new FetchTarget(name, topicId, partition);
    }
}
