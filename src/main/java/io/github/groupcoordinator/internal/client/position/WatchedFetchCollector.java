package io.github.groupcoordinator.internal.client.position;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import java.lang.reflect.Field;
import org.apache.kafka.clients.consumer.internals.CompletedFetch;
import org.apache.kafka.clients.consumer.internals.FetchCollector;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The way of a consumer's records out of its buffer, where a position that is out of range is forgotten and a reset is
 * asked for: the last moment at which it can be told.
 */
public class WatchedFetchCollector<K, V> extends FetchCollector<K, V> {
    private static final Field PARTITION = Reflect.field(CompletedFetch.class, "partition");

    private @Nullable PositionResets resets;

    /** Never run: {@link Shadow} makes the instance. */
    protected WatchedFetchCollector() {
        super(null, null, null, null, null, null, null);
        throw new AssertionError("made by Shadow only");
    }

    /** Returns the stand-in for Kafka's own. */
    public static WatchedFetchCollector<?, ?> watched(Object original) {
        return Shadow.of(WatchedFetchCollector.class, original);
    }

    /** Says who is to know of the positions that are out of range. */
    public void watchedBy(PositionResets watcher) {
        resets = watcher;
    }

    @Override
    protected CompletedFetch initialize(CompletedFetch fetch) {
        PositionResets watcher = resets;
        if (watcher == null) {
            return super.initialize(fetch);
        }
        TopicPartition partition = Reflect.get(PARTITION, fetch);
        long position = watcher.positionOf(partition);
        try {
            return super.initialize(fetch);
        } finally {
            watcher.looked(partition, position);
        }
    }
}
