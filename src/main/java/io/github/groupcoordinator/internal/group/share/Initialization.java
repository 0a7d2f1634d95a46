package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.Effect;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * The question to the share coordinator that follows a heartbeat: to initialize the state of share-partitions that have
 * none yet, so that the first fetch finds their start offsets.
 *
 * @param stateEpoch the group's epoch
 */
public record Initialization(int stateEpoch, SortedMap<Uuid, SortedSet<Integer>> partitions)
        implements Effect.Question {
    private static final long FOUND_BY_FIRST_FETCH = -1;

    /** Returns the start offset of each of them. */
    public SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets() {
        SortedMap<Uuid, SortedMap<Integer, Long>> offsets = new TreeMap<>();
        partitions.forEach((topicId, ids) -> {
            SortedMap<Integer, Long> ofTopic = new TreeMap<>();
            ids.forEach(id -> ofTopic.put(id, FOUND_BY_FIRST_FETCH));
            offsets.put(topicId, ofTopic);
        });
        return offsets;
    }
}
