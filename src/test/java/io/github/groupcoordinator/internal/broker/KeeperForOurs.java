package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.group.share.SharePersister;
import io.github.groupcoordinator.judge.ShareStateKeeper;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** The judge's keeper of share state, as our group coordinator asks it. */
record KeeperForOurs(ShareStateKeeper keeper) implements SharePersister {

    @Override
    public void initialize(
            String groupId,
            int stateEpoch,
            SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets,
            Consumer<Answer> then) {
        keeper.initialize(
                groupId,
                stateEpoch,
                startOffsets,
                outcome -> then.accept(new Answer(outcome.byTopic(), outcome.failure())));
    }

    @Override
    public void delete(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Answer> then) {
        keeper.delete(
                groupId, offsets(partitions), outcome -> then.accept(new Answer(outcome.byTopic(), outcome.failure())));
    }

    private static SortedMap<Uuid, SortedMap<Integer, Long>> offsets(SortedMap<Uuid, SortedSet<Integer>> partitions) {
        SortedMap<Uuid, SortedMap<Integer, Long>> offsets = new TreeMap<>();
        partitions.forEach((topicId, ids) -> {
            offsets.put(topicId, new TreeMap<>());
            ids.forEach(id -> offsets.get(topicId).put(id, -1L));
        });
        return offsets;
    }

    @Override
    public void readSummaries(
            String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Summaries> then) {
        keeper.read(groupId, offsets(partitions), outcome -> {
            SortedMap<Uuid, SortedMap<Integer, Summary>> summaries = new TreeMap<>();
            outcome.byTopic().forEach((topicId, ofTopic) -> {
                summaries.put(topicId, new TreeMap<>());
                ofTopic.forEach((partition, state) -> summaries.get(topicId).put(partition, summary(state)));
            });
            then.accept(new Summaries(summaries, outcome.failure()));
        });
    }

    private static Summary summary(ShareStateKeeper.State state) {
        if (state == null) {
            return new Summary(Errors.NONE, -1, 0, -1);
        }
        return state.stateEpoch() < 0
                ? new Summary(Errors.forCode((short) -state.stateEpoch()), 17, 3, 1)
                : new Summary(Errors.NONE, state.startOffset(), 5, state.startOffset() == -1 ? -1 : 2);
    }
}
