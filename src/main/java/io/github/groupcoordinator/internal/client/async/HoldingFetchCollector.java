package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.position.WatchedFetchCollector;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import org.apache.kafka.clients.consumer.internals.Fetch;
import org.apache.kafka.clients.consumer.internals.FetchBuffer;

/**
 * The way of a consumer's records out of its buffer, closed while a test waits for its group: then they stay there.
 */
final class HoldingFetchCollector<K, V> extends WatchedFetchCollector<K, V> {
    private boolean holding;

    /** Never run: {@link Shadow} makes the instance. */
    private HoldingFetchCollector() {
        throw new AssertionError("made by Shadow only");
    }

    static HoldingFetchCollector<?, ?> shadowOf(Object original) {
        return Shadow.of(HoldingFetchCollector.class, original);
    }

    void setHolding(boolean holding) {
        this.holding = holding;
    }

    @Override
    public Fetch<K, V> collectFetch(FetchBuffer buffer) {
        return holding ? Fetch.empty() : super.collectFetch(buffer);
    }
}
