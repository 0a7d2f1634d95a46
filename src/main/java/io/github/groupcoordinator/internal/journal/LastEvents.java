package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import java.util.List;

/** The newest of many events, as every message tells what led to a failure. */
public final class LastEvents {
    /** As many as a reader takes in at a glance. */
    private static final int MOST = 12;

    private LastEvents() {}

    /**
     * Tells the newest, oldest first, each in a line with its virtual time.
     *
     * @param log the log that they are of, which knows its members' short names
     */
    public static String tell(List<ClusterEvent> events, EventLog log) {
        if (events.isEmpty()) {
            return "No events.";
        }
        List<ClusterEvent> last = events.subList(Math.max(0, events.size() - MOST), events.size());
        StringBuilder text = new StringBuilder(
                last.size() == events.size()
                        ? "Events:"
                        : "The last " + last.size() + " of " + events.size() + " events:");
        last.forEach(event -> text.append("\n  ").append(log.inShort(event)));
        return text.toString();
    }
}
