package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The run of a simulation as another JVM tells of it, with all that it said. */
public final class ToldRun implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String KEY = "embedded-group-coordinator.simulation.run";
    private static final String NUMBER = KEY + ".number";
    private static final String EVENTS = KEY + ".events";
    private static final String FAILURE = KEY + ".failure";
    private static final String SOMETIMES = KEY + ".sometimes.";

    private final int number;
    private final long events;
    private final @Nullable String failure;
    private final LinkedHashMap<String, Boolean> sometimes = new LinkedHashMap<>();
    private final ArrayList<Output> output = new ArrayList<>();
    private final ArrayList<LinkedHashMap<String, String>> entries = new ArrayList<>();
    private boolean successful = true;

    /** A part of what the run wrote to one of the standard streams. */
    record Output(boolean isError, String text) implements Serializable {}

    private ToldRun(int number, long events, @Nullable String failure) {
        this.number = number;
        this.events = events;
        this.failure = failure;
    }

    /**
     * Returns the entry of the report by which the JVM's own simulation tells of a run.
     *
     * @param number which run, counted from 1
     * @param failure what it failed of, or null
     */
    public static Map<String, String> entry(
            int number, long events, @Nullable Throwable failure, Map<String, Boolean> sometimes) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put(NUMBER, Integer.toString(number));
        entry.put(EVENTS, Long.toString(events));
        if (failure != null) {
            entry.put(FAILURE, failure.toString());
        }
        sometimes.forEach((what, condition) -> entry.put(SOMETIMES + what, Boolean.toString(condition)));
        return entry;
    }

    /** Reads what {@link #entry} gave; null if that is another entry of the report. */
    static @Nullable ToldRun of(Map<String, String> entry) {
        String number = entry.get(NUMBER);
        if (number == null) {
            return null;
        }
        String events = entry.getOrDefault(EVENTS, "0");
        ToldRun run = new ToldRun(Integer.parseInt(number), Long.parseLong(events), entry.get(FAILURE));
        entry.forEach((key, value) -> {
            if (key.startsWith(SOMETIMES)) {
                run.sometimes.put(key.substring(SOMETIMES.length()), Boolean.valueOf(value));
            }
        });
        return run;
    }

    /** Adds all that the run said, and how JUnit found it to end. */
    void add(List<Output> written, List<LinkedHashMap<String, String>> published, boolean isSuccessful) {
        output.addAll(written);
        entries.addAll(published);
        successful = isSuccessful;
    }

    int number() {
        return number;
    }

    /** Returns whether it passed; what did not, be it only aborted, is to be run where it is reported. */
    public boolean hasPassed() {
        return successful && failure == null;
    }

    /** Returns what the test's own code failed of, or null. */
    public @Nullable String failure() {
        return failure;
    }

    /** Returns how many events it had. */
    public long events() {
        return events;
    }

    /** Returns what was sometimes the case, by name, in the order in which it was asked. */
    public Map<String, Boolean> sometimes() {
        return sometimes;
    }

    /** Returns the entries that it added to the report. */
    public List<? extends Map<String, String>> entries() {
        return entries;
    }

    /** Writes what it wrote. */
    public void print() {
        for (Output part : output) {
            (part.isError() ? System.err : System.out).print(part.text());
        }
    }
}
