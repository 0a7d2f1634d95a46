package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The surroundings of one side: what it does to them is noted, word for word, to be compared with the other's. */
public class World {
    public final Settings settings;
    public final SimLog log;
    /** The doings of the side since the last look. */
    private final List<String> notes = new ArrayList<>();
    /** Reads and writes that the persister has not answered yet. */
    private final List<Waiting> waiting = new ArrayList<>();

    private State toRead = State.NONE;
    private boolean atOnce;

    public World(Settings settings, SimLog log) {
        this.settings = settings;
        this.log = log;
    }

    /** A read or a write that waits for its answer. */
    public interface Answer {
        void with(Outcome outcome, State state);
    }

    /** The result of a read. */
    public record State(int stateEpoch, long startOffset, List<StoredBatch> batches) {
        static final State NONE = new State(0, -1, List.of());
    }

    /** @param stored what a write wants to change; null for a read */
    public record Waiting(String what, Stored stored, Answer answer) {}

    /** A write. */
    public record Stored(long startOffset, List<StoredBatch> batches) {}

    public void note(String what) {
        notes.add(what);
    }

    public void await(String what, Stored stored, Answer answer) {
        notes.add("asks the persister: " + what);
        if (atOnce) {
            answer.with(Outcome.DONE, toRead);
        } else {
            waiting.add(new Waiting(what, stored, answer));
        }
    }

    /** Says whether the persister answers within the call, that all is well. */
    void answerAtOnce(boolean always, State read) {
        atOnce = always;
        toRead = read;
    }

    List<Waiting> waiting() {
        return waiting;
    }

    /** Returns the notes since the last look; Kafka's futures are first seen when all that happened at once is over. */
    List<String> takeNotes() {
        List<String> taken = new ArrayList<>(notes);
        if (atOnce) {
            taken.sort(Comparator.comparing(note -> note.contains("#")));
        }
        notes.clear();
        return taken;
    }
}
