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
    private final Supplier<SortedSet<TopicPartition>> reading;
    // Tests may look from any thread; whichever reads it reads the same.
    private volatile @Nullable SortedSet<TopicPartition> read;

    /** @param reading gives the same each time, on any thread */
    public PartitionsReadLater(Supplier<SortedSet<TopicPartition>> reading) {
        this.reading = reading;
    }

    private SortedSet<TopicPartition> read() {
        SortedSet<TopicPartition> known = read;
        if (known == null) {
            known = Text.canonical(reading.get());
            read = known;
        }
        return known;
    }

    @Override
    public Iterator<TopicPartition> iterator() {
        return read().iterator();
    }

    @Override
    public int size() {
        return read().size();
    }

    @Override
    public boolean contains(Object partition) {
        return read().contains(partition);
    }

    @Override
    public @Nullable Comparator<? super TopicPartition> comparator() {
        return read().comparator();
    }

    @Override
    public SortedSet<TopicPartition> subSet(TopicPartition from, TopicPartition to) {
        return read().subSet(from, to);
    }

    @Override
    public SortedSet<TopicPartition> headSet(TopicPartition to) {
        return read().headSet(to);
    }

    @Override
    public SortedSet<TopicPartition> tailSet(TopicPartition from) {
        return read().tailSet(from);
    }

    @Override
    public TopicPartition first() {
        return read().first();
    }

    @Override
    public TopicPartition last() {
        return read().last();
    }
}
