package io.github.groupcoordinator.internal.group.streams.topology;

import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The topology of a streams group, as its members describe it. Two are the same in whatever order they name their
 * subtopologies.
 */
public final class StreamsTopology {
    private final int epoch;
    private final List<Subtopology> said;
    /** In the order of a hash table, which decides where one number of partitions follows from another. */
    private final Map<String, Subtopology> byId;

    private StreamsTopology(int epoch, List<Subtopology> said, Map<String, Subtopology> byId) {
        this.epoch = epoch;
        this.said = said;
        this.byId = byId;
    }

    /**
     * Returns the topology of these subtopologies.
     *
     * @throws StreamsRefusal if two have the same id, or the epoch is negative
     */
    public static StreamsTopology of(int epoch, List<Subtopology> subtopologies) {
        SortedMap<String, Subtopology> sorted = new TreeMap<>();
        HashOrder<String> order = new HashOrder<>();
        for (Subtopology subtopology : subtopologies) {
            if (sorted.put(subtopology.id(), subtopology) != null) {
                throw StreamsRefusal.unexpected();
            }
            order.add(subtopology.id());
        }
        if (epoch < 0) {
            throw StreamsRefusal.unexpected();
        }
        Map<String, Subtopology> inOrder = new LinkedHashMap<>();
        for (String id : order) {
            Subtopology subtopology = sorted.get(id);
            if (subtopology != null) {
                inOrder.put(id, subtopology);
            }
        }
        return new StreamsTopology(epoch, Collections.unmodifiableList(new ArrayList<>(subtopologies)), inOrder);
    }

    public int epoch() {
        return epoch;
    }

    /** Returns the subtopologies in the order in which they were named. */
    public List<Subtopology> said() {
        return said;
    }

    Collection<Subtopology> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Returns a subtopology by its id, or null. */
    public @Nullable Subtopology find(String id) {
        return byId.get(id);
    }

    /** Returns the id of the subtopology that reads a topic, or null if none does. */
    public @Nullable String readerOf(String topic) {
        String reader = null;
        for (Subtopology subtopology : all()) {
            if (subtopology.sources().contains(topic)) {
                reader = subtopology.id();
            }
        }
        return reader;
    }

    /** Returns the names of all topics that must be there. */
    public SortedSet<String> requiredTopics() {
        return new TreeSet<>(requiredInOrder().toList());
    }

    /** Returns the names of all topics that must be there, in the order of a hash set. */
    HashOrder<String> requiredInOrder() {
        HashOrder<String> names = new HashOrder<>();
        for (Subtopology subtopology : all()) {
            subtopology.sources().forEach(names::add);
            subtopology.stateChangelogTopics().forEach(topic -> names.add(topic.name()));
        }
        return names;
    }

    /** Returns the subtopologies by id, sorted. */
    public SortedMap<String, Subtopology> sorted() {
        return new TreeMap<>(byId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamsTopology that && that.epoch == epoch && that.byId.equals(byId);
    }

    @Override
    public int hashCode() {
        return 31 * epoch + byId.hashCode();
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " of " + said;
    }
}
