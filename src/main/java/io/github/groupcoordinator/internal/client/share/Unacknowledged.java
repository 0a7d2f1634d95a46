package io.github.groupcoordinator.internal.client.share;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that a share consumer has given to its application and that this has not acknowledged yet, while it has
 * to: in explicit mode.
 */
final class Unacknowledged {
    private static final String MODE = "share.acknowledgement.mode";

    private final boolean isExplicit;
    private final Set<Delivered> records = new LinkedHashSet<>();

    /** A record, by its place. */
    private record Delivered(TopicPartition partition, long offset) {}

    private Unacknowledged(boolean isExplicit) {
        this.isExplicit = isExplicit;
    }

    static Unacknowledged of(ConsumerConfig config) {
        return new Unacknowledged(
                config.getString(MODE).toLowerCase(Locale.ROOT).equals("explicit"));
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Takes note of a call of the application that has returned. */
    void called(String method, @Nullable Object @Nullable [] arguments, @Nullable Object result) {
        if (!isExplicit) {
            return;
        }
        if (method.equals("poll") && result instanceof ConsumerRecords<?, ?> polled) {
            polled.forEach(record -> records.add(place(record)));
        } else if (method.equals("acknowledge") && arguments != null) {
            // A record that could not be deserialized is acknowledged by its place; it was never given.
            if (arguments[0] instanceof ConsumerRecord<?, ?> record) {
                records.remove(place(record));
            }
        }
    }

    private static Delivered place(ConsumerRecord<?, ?> record) {
        return new Delivered(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
}
