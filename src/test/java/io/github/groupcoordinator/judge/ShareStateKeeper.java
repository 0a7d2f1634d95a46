package io.github.groupcoordinator.judge;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/**
 * Keeps the state of share-partitions for a group coordinator, Kafka's or ours, as a share coordinator does that
 * answers at once; or late, with an error, or not at all, if the history says so for the next call about a group.
 */
public final class ShareStateKeeper {

    /** The way in which the next call about a group ends. */
    public enum Ending {
        /** It answers after {@link Mood#delayMs}. */
        LATE,
        /** The lowest partition has an error, and nothing is done for it. */
        PARTITION_FAILS,
        /** Nothing is done, and the call itself fails. */
        CALL_FAILS,
        /** Nothing is done, and nobody answers. */
        SILENCE
    }

    /** The fate of the next call, as the history says. */
    public record Mood(Ending ending, long delayMs, Errors error) {}

    /** The known state of a partition. */
    public record State(int stateEpoch, long startOffset) {}

    /** The outcome of a call: for each partition an error, or why all failed. */
    public record Outcome<T>(SortedMap<Uuid, SortedMap<Integer, T>> byTopic, Errors failure) {}

    private record Key(String groupId, Uuid topicId, int partition) {}

    private final Map<Key, State> states = new java.util.HashMap<>();
    private final Map<String, Mood> moods = new TreeMap<>();
    private final BiConsumer<Long, Runnable> later;

    /**
     * Keeps nothing yet.
     *
     * @param later runs something after so many milliseconds
     */
    public ShareStateKeeper(BiConsumer<Long, Runnable> later) {
        this.later = later;
    }

    /** Says how the next call about a group ends. */
    public void expect(String groupId, Mood mood) {
        moods.put(groupId, mood);
    }

    /** Initializes partitions with these start offsets. */
    public void initialize(
            String groupId,
            int stateEpoch,
            SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets,
            Consumer<Outcome<Errors>> then) {
        call(groupId, startOffsets, then, (key, startOffset) -> {
            State known = states.get(key);
            if (known != null && known.stateEpoch() > stateEpoch) {
                return Errors.FENCED_STATE_EPOCH;
            }
            states.put(key, new State(stateEpoch, startOffset));
            return Errors.NONE;
        });
    }

    /** Deletes the state of partitions; the values mean nothing. */
    public void delete(
            String groupId, SortedMap<Uuid, SortedMap<Integer, Long>> partitions, Consumer<Outcome<Errors>> then) {
        call(groupId, partitions, then, (key, unused) -> {
            states.remove(key);
            return Errors.NONE;
        });
    }

    /** Reads the state of partitions, null where there is none; what is to fail reads an epoch of -1. */
    public void read(
            String groupId, SortedMap<Uuid, SortedMap<Integer, Long>> partitions, Consumer<Outcome<State>> then) {
        call(
                groupId,
                partitions,
                outcome -> {
                    SortedMap<Uuid, SortedMap<Integer, State>> read = new TreeMap<>();
                    outcome.byTopic()
                            .forEach((topicId, ofTopic) -> ofTopic.forEach(
                                    (partition, error) -> read.computeIfAbsent(topicId, unused -> new TreeMap<>())
                                            .put(
                                                    partition,
                                                    error == Errors.NONE
                                                            ? states.get(new Key(groupId, topicId, partition))
                                                            : new State(-error.code(), -1))));
                    then.accept(new Outcome<>(read, outcome.failure()));
                },
                (key, unused) -> Errors.NONE);
    }

    private interface Work {
        Errors on(Key key, long startOffset);
    }

    private void call(
            String groupId,
            SortedMap<Uuid, SortedMap<Integer, Long>> partitions,
            Consumer<Outcome<Errors>> then,
            Work work) {
        Mood mood = moods.remove(groupId);
        Ending ending = mood == null ? null : mood.ending();
        boolean invalid = groupId.isEmpty()
                || partitions.values().stream().anyMatch(ofTopic -> ofTopic.isEmpty() || ofTopic.firstKey() < 0);
        if (invalid) {
            then.accept(new Outcome<>(new TreeMap<>(), Errors.UNKNOWN_SERVER_ERROR));
        } else if (ending == Ending.CALL_FAILS) {
            then.accept(new Outcome<>(new TreeMap<>(), mood.error()));
        } else if (ending == Ending.LATE) {
            later.accept(mood.delayMs(), () -> then.accept(done(groupId, partitions, null, work)));
        } else if (ending != Ending.SILENCE) {
            Errors first = ending == Ending.PARTITION_FAILS ? mood.error() : null;
            then.accept(done(groupId, partitions, first, work));
        }
    }

    private Outcome<Errors> done(
            String groupId, SortedMap<Uuid, SortedMap<Integer, Long>> partitions, Errors ofFirst, Work work) {
        SortedMap<Uuid, SortedMap<Integer, Errors>> errors = new TreeMap<>();
        partitions.forEach((topicId, ofTopic) -> ofTopic.forEach((partition, startOffset) -> {
            boolean fails = ofFirst != null && errors.isEmpty();
            Errors error = fails ? ofFirst : work.on(new Key(groupId, topicId, partition), startOffset);
            errors.computeIfAbsent(topicId, unused -> new TreeMap<>()).put(partition, error);
        }));
        return new Outcome<>(errors, null);
    }
}
