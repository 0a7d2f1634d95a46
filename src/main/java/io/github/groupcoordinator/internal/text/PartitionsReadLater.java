package io.github.groupcoordinator.internal.text;

import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Partitions that are read and put into canonical order when somebody looks at them; unmodifiable. */
public final class PartitionsReadLater extends AbstractSet<TopicPartition> implements SortedSet<TopicPartition> {
    private final ReadLater<SortedSet<TopicPartition>> read;

    /** @param reading gives the same each time, on any thread */
    public PartitionsReadLater(Supplier<SortedSet<TopicPartition>> reading) {
        this.read = new ReadLater<>(() -> Text.canonical(reading.get()));
    }

    @Override
    public Iterator<TopicPartition> iterator() {
        return read.get().iterator();
    }

    @Override
    public int size() {
        return read.get().size();
    }

    @Override
    public boolean contains(Object partition) {
        return read.get().contains(partition);
    }

    @Override
    public @Nullable Comparator<? super TopicPartition> comparator() {
        return read.get().comparator();
    }

    @Override
    public SortedSet<TopicPartition> subSet(TopicPartition from, TopicPartition to) {
        return read.get().subSet(from, to);
    }

    @Override
    public SortedSet<TopicPartition> headSet(TopicPartition to) {
        return read.get().headSet(to);
    }

    @Override
    public SortedSet<TopicPartition> tailSet(TopicPartition from) {
        return read.get().tailSet(from);
    }

    @Override
    public TopicPartition first() {
        return read.get().first();
    }

    @Override
    public TopicPartition last() {
        return read.get().last();
    }
}
