package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.BrokerDisturbed;
import java.util.List;

/**
 * The events that led to an observed group.
 *
 * @param log the cluster's log, which goes on
 * @param size how many events it had when the group was observed
 */
record History(EventLog log, int size) {

    /** Returns that of all that has happened up to now. */
    static History until(EventLog now) {
        return new History(now, now.size());
    }

    /** Returns the events of a group, and what was done to brokers, oldest first. */
    List<ClusterEvent> of(String groupId) {
        return log.all().subList(0, size).stream()
                .filter(event -> event.groupId().equals(groupId) || event instanceof BrokerDisturbed)
                .toList();
    }
}
