package io.github.groupcoordinator.internal.text;

import java.util.AbstractMap;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Offsets by partition that are read and put into canonical order when somebody looks at them; unmodifiable. */
public final class OffsetsReadLater extends AbstractMap<TopicPartition, OffsetAndMetadata>
        implements SortedMap<TopicPartition, OffsetAndMetadata> {
    private final ReadLater<SortedMap<TopicPartition, OffsetAndMetadata>> read;

    /** @param reading gives the same each time, on any thread */
    public OffsetsReadLater(Supplier<SortedMap<TopicPartition, OffsetAndMetadata>> reading) {
        this.read = new ReadLater<>(() -> Text.canonicalOffsets(reading.get()));
    }

    @Override
    public Set<Map.Entry<TopicPartition, OffsetAndMetadata>> entrySet() {
        return read.get().entrySet();
    }

    @Override
    public @Nullable OffsetAndMetadata get(Object partition) {
        return read.get().get(partition);
    }

    @Override
    public boolean containsKey(Object partition) {
        return read.get().containsKey(partition);
    }

    @Override
    public @Nullable Comparator<? super TopicPartition> comparator() {
        return read.get().comparator();
    }

    @Override
    public SortedMap<TopicPartition, OffsetAndMetadata> subMap(TopicPartition from, TopicPartition to) {
        return read.get().subMap(from, to);
    }

    @Override
    public SortedMap<TopicPartition, OffsetAndMetadata> headMap(TopicPartition to) {
        return read.get().headMap(to);
    }

    @Override
    public SortedMap<TopicPartition, OffsetAndMetadata> tailMap(TopicPartition from) {
        return read.get().tailMap(from);
    }

    @Override
    public TopicPartition firstKey() {
        return read.get().firstKey();
    }

    @Override
    public TopicPartition lastKey() {
        return read.get().lastKey();
    }
}
