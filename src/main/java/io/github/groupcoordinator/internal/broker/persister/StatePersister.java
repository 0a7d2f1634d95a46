package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.coordinator.share.ShareStateKey;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/**
 * The persister of one broker, for its group coordinator and for the share partitions that it leads. Every
 * share-partition is asked about for itself; what is asked about several is answered when all of them are.
 */
public final class StatePersister implements SharePersister, ShareStatePersister {
    private final StateSender sender;
    private final StateLane<InitializeState.Start, WriteResult> initialize;
    private final StateLane<Integer, ReadResult> read;
    private final StateLane<Update, WriteResult> write;
    private final StateLane<Boolean, WriteResult> delete;
    private final StateLane<Boolean, Summary> summarize;

    StatePersister(StateSender sender) {
        this.sender = sender;
        this.initialize = sender.lane(new InitializeState());
        this.read = sender.lane(new ReadState());
        this.write = sender.lane(new WriteState());
        this.delete = sender.lane(new DeleteState());
        this.summarize = sender.lane(new SummarizeState());
    }

    @Override
    public void read(SharePartitionKey partition, int leaderEpoch, Consumer<ReadResult> done) {
        sender.send(new StateCall<>(read, key(partition), leaderEpoch, done));
    }

    @Override
    public void write(SharePartitionKey partition, Update update, Consumer<WriteResult> done) {
        sender.send(new StateCall<>(write, key(partition), update, done));
    }

    private static ShareStateKey key(SharePartitionKey of) {
        return new ShareStateKey(
                of.groupId(), of.partition().topicId(), of.partition().partition());
    }

    @Override
    public void initialize(
            String groupId,
            int stateEpoch,
            SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets,
            Consumer<Answer> then) {
        SortedMap<Uuid, SortedMap<Integer, InitializeState.Start>> starts = new TreeMap<>();
        startOffsets.forEach((topicId, ofTopic) -> {
            SortedMap<Integer, InitializeState.Start> ofPartitions = new TreeMap<>();
            ofTopic.forEach(
                    (partition, offset) -> ofPartitions.put(partition, new InitializeState.Start(stateEpoch, offset)));
            starts.put(topicId, ofPartitions);
        });
        changeAll(initialize, groupId, starts, then);
    }

    @Override
    public void delete(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Answer> then) {
        changeAll(delete, groupId, eachOf(partitions), then);
    }

    @Override
    public void readSummaries(
            String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Summaries> then) {
        SortedMap<Uuid, SortedMap<Integer, Boolean>> questions = eachOf(partitions);
        if (isValid(groupId, questions)) {
            gather(summarize, groupId, questions, summaries -> then.accept(new Summaries(summaries, null)));
        } else {
            then.accept(new Summaries(new TreeMap<>(), Errors.UNKNOWN_SERVER_ERROR));
        }
    }

    private static SortedMap<Uuid, SortedMap<Integer, Boolean>> eachOf(SortedMap<Uuid, SortedSet<Integer>> partitions) {
        SortedMap<Uuid, SortedMap<Integer, Boolean>> each = new TreeMap<>();
        partitions.forEach((topicId, ofTopic) -> {
            SortedMap<Integer, Boolean> ofPartitions = new TreeMap<>();
            ofTopic.forEach(partition -> ofPartitions.put(partition, true));
            each.put(topicId, ofPartitions);
        });
        return each;
    }

    private <Q> void changeAll(
            StateLane<Q, WriteResult> lane,
            String groupId,
            SortedMap<Uuid, SortedMap<Integer, Q>> questions,
            Consumer<Answer> then) {
        if (!isValid(groupId, questions)) {
            then.accept(Answer.failed(Errors.UNKNOWN_SERVER_ERROR));
            return;
        }
        gather(lane, groupId, questions, results -> {
            SortedMap<Uuid, SortedMap<Integer, Errors>> errors = new TreeMap<>();
            results.forEach((topicId, ofTopic) -> {
                SortedMap<Integer, Errors> ofPartitions = new TreeMap<>();
                ofTopic.forEach((partition, result) -> ofPartitions.put(partition, result.error()));
                errors.put(topicId, ofPartitions);
            });
            then.accept(new Answer(errors, null));
        });
    }

    /** Returns whether something can be asked at all; Kafka's persister throws otherwise. */
    private static <Q> boolean isValid(String groupId, SortedMap<Uuid, SortedMap<Integer, Q>> questions) {
        return !groupId.isEmpty()
                && !questions.isEmpty()
                && questions.values().stream().allMatch(ofTopic -> !ofTopic.isEmpty() && ofTopic.firstKey() >= 0);
    }

    private <Q, R> void gather(
            StateLane<Q, R> lane,
            String groupId,
            SortedMap<Uuid, SortedMap<Integer, Q>> questions,
            Consumer<SortedMap<Uuid, SortedMap<Integer, R>>> then) {
        int count = questions.values().stream().mapToInt(Map::size).sum();
        Gathered<R> gathered = new Gathered<>(count, then);
        questions.forEach((topicId, ofTopic) -> ofTopic.forEach((partition, question) -> sender.send(new StateCall<>(
                lane,
                new ShareStateKey(groupId, topicId, partition),
                question,
                result -> gathered.put(topicId, partition, result)))));
    }

    /** The answers about several share-partitions, until all are there. */
    private static final class Gathered<R> {
        private final SortedMap<Uuid, SortedMap<Integer, R>> results = new TreeMap<>();
        private final Consumer<SortedMap<Uuid, SortedMap<Integer, R>>> then;
        private int open;

        Gathered(int open, Consumer<SortedMap<Uuid, SortedMap<Integer, R>>> then) {
            this.open = open;
            this.then = then;
        }

        void put(Uuid topicId, int partition, R result) {
            results.computeIfAbsent(topicId, unused -> new TreeMap<>()).put(partition, result);
            open--;
            if (open == 0) {
                then.accept(results);
            }
        }
    }

    /** The process has ended: nobody waits for an answer any more. */
    void end() {
        sender.end();
    }
}
