package io.github.groupcoordinator.internal.share.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The session of one member: the partitions that it fetches, in the order in which they are to be tried. */
final class ShareSession {
    private final ShareSessionKey key;
    private final String connectionId;
    private final Map<Place, Entry> partitions = new LinkedHashMap<>();
    private int epoch = 1;

    /** A partition by id: under a new name it would still be the one that was named first. */
    private record Place(Uuid topicId, int partition) {
        static Place of(TopicIdPartition partition) {
            return new Place(partition.topicId(), partition.partition());
        }
    }

    private static final class Entry {
        private final TopicIdPartition partition;
        /** New to the session, or erroneous before: the next answer names it even if there is nothing to tell. */
        private boolean isNews;

        Entry(TopicIdPartition partition, boolean isNews) {
            this.partition = partition;
            this.isNews = isNews;
        }
    }

    ShareSession(ShareSessionKey key, String connectionId, List<TopicIdPartition> asked) {
        this.key = key;
        this.connectionId = connectionId;
        asked.forEach(partition -> partitions.put(Place.of(partition), new Entry(partition, false)));
    }

    /** Returns whether the same partition is among them more than once. */
    static boolean namesOneTwice(List<TopicIdPartition> asked) {
        return asked.stream().map(Place::of).distinct().count() < asked.size();
    }

    ShareSessionKey key() {
        return key;
    }

    String connectionId() {
        return connectionId;
    }

    int epoch() {
        return epoch;
    }

    /** Counts a request; after the largest epoch comes 1, for 0 opens a session. */
    void nextEpoch() {
        epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }

    void update(List<TopicIdPartition> asked, List<TopicIdPartition> forgotten) {
        asked.forEach(partition -> partitions.putIfAbsent(Place.of(partition), new Entry(partition, true)));
        forgotten.forEach(partition -> partitions.remove(Place.of(partition)));
    }

    List<TopicIdPartition> partitions() {
        List<TopicIdPartition> all = new ArrayList<>();
        partitions.values().forEach(entry -> all.add(entry.partition));
        return all;
    }

    /**
     * Returns whether the answer has to name a partition. One that brought records goes to the end of the session, so
     * that the others have their turn.
     */
    boolean tells(TopicIdPartition partition, boolean hasRecords, boolean hasError) {
        Entry entry = partitions.get(Place.of(partition));
        if (entry == null) {
            throw new IllegalStateException("expected " + partition + " in the share session of " + key);
        }
        boolean told = hasRecords || entry.isNews || hasError;
        entry.isNews = hasError;
        if (hasRecords) {
            partitions.remove(Place.of(partition));
            partitions.put(Place.of(partition), entry);
        }
        return told;
    }

    /** Returns the session that a request of the epoch belongs to, or null if it is not this one any more. */
    @Nullable
    ShareSession ifFollowing(int requestEpoch) {
        return epoch == (requestEpoch == Integer.MAX_VALUE ? 1 : requestEpoch + 1) ? this : null;
    }
}
