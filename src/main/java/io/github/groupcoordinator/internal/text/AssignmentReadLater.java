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
    private final ReadLater<SortedMap<String, SortedSet<TopicPartition>>> read;

    /** @param reading gives the same each time, on any thread */
    public AssignmentReadLater(Supplier<SortedMap<String, SortedSet<TopicPartition>>> reading) {
        this.read = new ReadLater<>(() -> Text.canonicalAssignment(reading.get()));
    }

    @Override
    public Set<Map.Entry<String, SortedSet<TopicPartition>>> entrySet() {
        return read.get().entrySet();
    }

    @Override
    public @Nullable SortedSet<TopicPartition> get(Object memberId) {
        return read.get().get(memberId);
    }

    @Override
    public boolean containsKey(Object memberId) {
        return read.get().containsKey(memberId);
    }

    @Override
    public @Nullable Comparator<? super String> comparator() {
        return read.get().comparator();
    }

    @Override
    public SortedMap<String, SortedSet<TopicPartition>> subMap(String from, String to) {
        return read.get().subMap(from, to);
    }

    @Override
    public SortedMap<String, SortedSet<TopicPartition>> headMap(String to) {
        return read.get().headMap(to);
    }

    @Override
    public SortedMap<String, SortedSet<TopicPartition>> tailMap(String from) {
        return read.get().tailMap(from);
    }

    @Override
    public String firstKey() {
        return read.get().firstKey();
    }

    @Override
    public String lastKey() {
        return read.get().lastKey();
    }
}
