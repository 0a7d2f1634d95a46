package io.github.groupcoordinator.internal.offset;

import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The offsets that were committed within transactions which are still open, by partition and producer. */
final class PendingOffsets {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::groupId).thenComparing(Place::topic).thenComparingInt(Place::partition);

    /** A partition of a group, for which an offset is committed. */
    private record Place(String groupId, String topic, int partition) {}

    /** One offset, and whether a later one has been committed since. */
    private static final class Pending {
        private final OffsetCommit commit;
        private final long order;
        private boolean superseded;

        Pending(OffsetCommit commit, long order) {
            this.commit = commit;
            this.order = order;
        }
    }

    private final TreeMap<Place, SortedMap<Long, Pending>> open = new TreeMap<>(ORDER);
    private final SortedMap<Long, SortedSet<Place>> byProducer = new TreeMap<>();
    private long lastOrder;

    private static Place place(OffsetCommit commit) {
        return new Place(commit.groupId(), commit.topic(), commit.partition());
    }

    private SortedMap<Long, Pending> at(Place place) {
        return open.getOrDefault(place, Collections.emptySortedMap());
    }

    void add(long producerId, OffsetCommit commit) {
        Place place = place(commit);
        lastOrder++;
        open.computeIfAbsent(place, unused -> new TreeMap<>()).put(producerId, new Pending(commit, lastOrder));
        byProducer.computeIfAbsent(producerId, unused -> new TreeSet<>(ORDER)).add(place);
    }

    /** Notes that a later offset was committed: what is pending here will not replace it. */
    void supersede(OffsetCommit commit) {
        if (open.isEmpty()) {
            return;
        }
        supersedeBefore(place(commit), Long.MAX_VALUE);
    }

    private void supersedeBefore(Place place, long order) {
        for (Pending pending : at(place).values()) {
            pending.superseded |= pending.order < order;
        }
    }

    /** Ends a transaction; returns its offsets that no later one has superseded, in order. */
    List<OffsetCommit> end(long producerId, boolean committed) {
        SortedSet<Place> places = byProducer.remove(producerId);
        List<OffsetCommit> result = new ArrayList<>();
        for (Place place : places == null ? Collections.<Place>emptySortedSet() : places) {
            SortedMap<Long, Pending> pendings = at(place);
            Pending ended = pendings.remove(producerId);
            if (pendings.isEmpty()) {
                open.remove(place);
            }
            if (ended != null && committed && !ended.superseded) {
                supersedeBefore(place, ended.order);
                result.add(ended.commit);
            }
        }
        return result;
    }

    /** Forgets what is pending for a partition. */
    void remove(String groupId, String topic, int partition) {
        Place place = new Place(groupId, topic, partition);
        List<Long> producers = new ArrayList<>(at(place).keySet());
        open.remove(place);
        for (long producerId : producers) {
            byProducer.computeIfPresent(producerId, (id, places) -> {
                places.remove(place);
                return places.isEmpty() ? null : places;
            });
        }
    }

    boolean has(String groupId) {
        Place first = open.ceilingKey(new Place(groupId, "", Integer.MIN_VALUE));
        return first != null && first.groupId().equals(groupId);
    }

    boolean has(String groupId, String topic, int partition) {
        return !open.isEmpty() && open.containsKey(new Place(groupId, topic, partition));
    }

    /** Returns what is pending, once for each transaction, in order. */
    List<OffsetCommit> all() {
        List<OffsetCommit> all = new ArrayList<>();
        open.values().forEach(pendings -> pendings.values().forEach(pending -> all.add(pending.commit)));
        return all;
    }

    /** Returns one offset for each partition of a group that has any pending, in order. */
    List<OffsetCommit> of(String groupId) {
        List<OffsetCommit> found = new ArrayList<>();
        open.forEach((place, pendings) -> {
            if (place.groupId().equals(groupId)) {
                pendings.values().stream().limit(1).forEach(pending -> found.add(pending.commit));
            }
        });
        return found;
    }
}
