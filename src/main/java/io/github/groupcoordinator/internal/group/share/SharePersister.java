package io.github.groupcoordinator.internal.group.share;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The keeper of the state of share-partitions, as the group coordinator asks it; the answers come now or later. */
public interface SharePersister {

    /**
     * The answer to what was to be done.
     *
     * @param errors the error of each partition, NONE where it was done
     * @param failure why nothing at all was done; null if each partition has an answer of its own
     */
    record Answer(
            SortedMap<Uuid, SortedMap<Integer, Errors>> errors,
            @Nullable Errors failure) {

        /** Returns the answer of a call that failed as a whole. */
        public static Answer failed(Errors failure) {
            return new Answer(Collections.emptySortedMap(), failure);
        }

        /** Returns whether all was done. */
        public boolean isDone() {
            return failure == null
                    && errors.values().stream()
                            .flatMap(ofTopic -> ofTopic.values().stream())
                            .allMatch(error -> error == Errors.NONE);
        }

        /** Returns the error of a topic's partitions, the lowest that has one, or NONE. */
        public Errors error(Uuid topicId) {
            if (failure != null) {
                return failure;
            }
            return errors.getOrDefault(topicId, Collections.emptySortedMap()).values().stream()
                    .filter(error -> error != Errors.NONE)
                    .findFirst()
                    .orElse(Errors.NONE);
        }

        /** Returns the error of a partition, or NONE. */
        public Errors error(Uuid topicId, int partition) {
            return failure == null
                    ? errors.getOrDefault(topicId, Collections.emptySortedMap()).getOrDefault(partition, Errors.NONE)
                    : failure;
        }
    }

    /**
     * The summary of a partition's state.
     *
     * @param error why it can't be read, or NONE
     * @param startOffset -1 if the first fetch is to find it
     * @param deliveryCompleteCount how many offsets from the start offset on are done with; -1 if that is not known
     */
    record Summary(Errors error, long startOffset, int leaderEpoch, int deliveryCompleteCount) {
        /** Returns whether it says how far the group has got. */
        public boolean isKnown() {
            return error == Errors.NONE && startOffset != -1 && deliveryCompleteCount != -1;
        }
    }

    /**
     * The summaries of partitions.
     *
     * @param failure why none can be read; null if each partition has an answer of its own
     */
    record Summaries(
            SortedMap<Uuid, SortedMap<Integer, Summary>> byTopic,
            @Nullable Errors failure) {}

    /**
     * Initializes the state of share-partitions.
     *
     * @param stateEpoch the epoch of the state: the group's
     * @param startOffsets the start offset of each partition; -1 if the first fetch is to find it
     */
    void initialize(
            String groupId,
            int stateEpoch,
            SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets,
            Consumer<Answer> then);

    /** Deletes the state of share-partitions. */
    void delete(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Answer> then);

    /** Reads a summary of the state of share-partitions. */
    void readSummaries(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Summaries> then);
}
