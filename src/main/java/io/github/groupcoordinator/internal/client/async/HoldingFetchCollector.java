package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.Shadow;
import org.apache.kafka.clients.consumer.internals.Fetch;
import org.apache.kafka.clients.consumer.internals.FetchBuffer;
import org.apache.kafka.clients.consumer.internals.FetchCollector;

/**
 * The way of a consumer's records out of its buffer, closed while a test waits for its group: then they stay there.
 */
final class HoldingFetchCollector<K, V> extends FetchCollector<K, V> {
    private boolean holding;

    /** Never run: {@link Shadow} makes the instance. */
    private HoldingFetchCollector() {
        super(null, null, null, null, null, null, null);
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
