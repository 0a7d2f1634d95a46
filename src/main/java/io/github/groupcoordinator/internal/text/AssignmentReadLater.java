package io.github.groupcoordinator.internal.text;

import java.util.AbstractMap;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An assignment by member id that is read and put into canonical order when somebody looks at it; unmodifiable. */
public final class AssignmentReadLater extends AbstractMap<String, SortedSet<TopicPartition>>
        implements SortedMap<String, SortedSet<TopicPartition>> {
    private final Supplier<SortedMap<String, SortedSet<TopicPartition>>> reading;
    // Tests may look from any thread; whichever reads it reads the same.
    private volatile @Nullable SortedMap<String, SortedSet<TopicPartition>> read;

    /** @param reading gives the same each time, on any thread */
    public AssignmentReadLater(Supplier<SortedMap<String, SortedSet<TopicPartition>>> reading) {
        this.reading = reading;
    }

    private SortedMap<String, SortedSet<TopicPartition>> read() {
        SortedMap<String, SortedSet<TopicPartition>> known = read;
        if (known == null) {
            known = Text.canonicalAssignment(reading.get());
            read = known;
        }
        return known;
    }

    @Override
    public Set<Map.Entry<String, SortedSet<TopicPartition>>> entrySet() {
        return read().entrySet();
    }

    @Override
    public @Nullable SortedSet<TopicPartition> get(Object memberId) {
        return read().get(memberId);
    }

    @Override
    public boolean containsKey(Object memberId) {
        return read().containsKey(memberId);
    }

    @Override
    public @Nullable Comparator<? super String> comparator() {
        return read().comparator();
    }

    @Override
    public SortedMap<String, SortedSet<TopicPartition>> subMap(String from, String to) {
        return read().subMap(from, to);
    }

    @Override
    public SortedMap<String, SortedSet<TopicPartition>> headMap(String to) {
        return read().headMap(to);
    }

    @Override
    public SortedMap<String, SortedSet<TopicPartition>> tailMap(String from) {
        return read().tailMap(from);
    }

    @Override
    public String firstKey() {
        return read().firstKey();
    }

    @Override
    public String lastKey() {
        return read().lastKey();
    }
}
