package io.github.groupcoordinator.invariant;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.invariant.Invariants;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A watch by itself, and what it found. */
public final class WatchedScene {
    public final List<String> found = new ArrayList<>();
    public final List<String> messages = new ArrayList<>();
    public final EventLog events = new EventLog(InMemoryKafka.newClock());
    public final Invariants invariants = new Invariants(
            EnumSet.noneOf(Invariant.class),
            new Invariants.Scene(events, member -> false, failure -> found(failure.getMessage())));

    private void found(String message) {
        messages.add(message);
        found.add(firstLines(message));
    }

    private static String firstLines(String message) {
        return message.split("\n(?:No events\\.|Events:|The last \\d+ of)", 2)[0];
    }
}
