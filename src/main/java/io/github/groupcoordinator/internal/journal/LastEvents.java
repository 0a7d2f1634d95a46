package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import java.util.List;

/** The newest of many events, with which failure messages tell what led to them. */
public final class LastEvents {
    /** As many as a reader takes in at a glance. */
    private static final int MOST = 12;

    private LastEvents() {}

    /** Returns the newest, oldest first. */
    public static List<ClusterEvent> of(List<ClusterEvent> events) {
        return events.subList(Math.max(0, events.size() - MOST), events.size());
    }
}
