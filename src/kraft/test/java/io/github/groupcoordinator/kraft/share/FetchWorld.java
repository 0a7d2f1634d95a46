package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicIdPartition;

/** The surroundings of one broker that serves share groups: notes, and a persister for all share partitions. */
public final class FetchWorld {
    private static final int STATE_EPOCH = 3;

    public final Settings settings;
    public final SharedLogs logs;
    private final List<String> notes = new ArrayList<>();
    private final List<Asking> waiting = new ArrayList<>();
    private final Map<String, Persisted> persisted = new LinkedHashMap<>();
    private boolean atOnce;

    FetchWorld(Settings settings, SharedLogs logs) {
        this.settings = settings;
        this.logs = logs;
    }

    /** A read or a write of a share partition that waits for its answer. */
    record Asking(String key, World.Waiting of) {}

    public void note(String what) {
        notes.add(what);
    }

    void answerAtOnce(boolean always) {
        atOnce = always;
    }

    List<Asking> waiting() {
        return waiting;
    }

    void answer(Asking asked, Outcome outcome) {
        Persisted state = persisted.computeIfAbsent(asked.key, key -> new Persisted());
        if (outcome.isDone() && asked.of.stored() != null) {
            state.write(asked.of.stored());
        }
        asked.of.answer().with(outcome, state.read(new Random(1), STATE_EPOCH));
    }

    /** Returns the surroundings of one share partition, whose persister says whom it is about. */
    public World of(String groupId, TopicIdPartition partition) {
        String key = groupId + "-" + partition.partition();
        return new World(settings, logs.of(partition).log) {
            @Override
            public void await(String what, Stored stored, Answer answer) {
                notes.add(key + " asks the persister: " + what);
                Asking asked = new Asking(key, new World.Waiting(what, stored, answer));
                if (atOnce) {
                    FetchWorld.this.answer(asked, Outcome.DONE);
                } else {
                    waiting.add(asked);
                }
            }
        };
    }

    /** Returns the notes since the last look. */
    List<String> takeNotes() {
        List<String> taken = new ArrayList<>(notes);
        notes.clear();
        return taken;
    }
}
