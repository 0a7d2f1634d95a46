package io.github.groupcoordinator.internal.broker.api.streams;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.StatusesTold;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * The statuses that members of streams groups are told: the event log hears of those that are not what they were.
 * Stands before the sink that all events go to, and forgets whoever is a member no more.
 */
public final class ToldStatuses implements EventSink {
    private final Timers timers;
    private final EventSink next;

    /** The last texts by group and member, of those who were told any. */
    private final Map<String, Map<String, List<String>>> last = new TreeMap<>();

    public ToldStatuses(Timers timers, EventSink next) {
        this.timers = timers;
        this.next = next;
    }

    @Override
    public void append(ClusterEvent event) {
        if (event instanceof MemberExpired expired) {
            forget(event.groupId(), expired.member().memberId());
        } else if (event instanceof MemberLeft left) {
            forget(event.groupId(), left.member().memberId());
        }
        next.append(event);
    }

    private void forget(String groupId, String memberId) {
        Map<String, List<String>> ofGroup = last.get(groupId);
        if (ofGroup != null) {
            ofGroup.remove(memberId);
            if (ofGroup.isEmpty()) {
                last.remove(groupId);
            }
        }
    }

    void answering(String groupId, StreamsGroupHeartbeatResponseData response) {
        boolean isLeaving = response.memberEpoch() < 0;
        if (response.errorCode() != Errors.NONE.code() || isLeaving) {
            return;
        }
        List<String> texts = new ArrayList<>();
        response.status().forEach(status -> texts.add(status.statusDetail()));
        String memberId = response.memberId();
        List<String> before = last.getOrDefault(groupId, new TreeMap<>()).getOrDefault(memberId, List.of());
        if (texts.isEmpty()) {
            forget(groupId, memberId);
        } else {
            last.computeIfAbsent(groupId, id -> new TreeMap<>()).put(memberId, texts);
        }
        if (!texts.equals(before)) {
            next.append(new StatusesTold(Instant.ofEpochMilli(timers.nowMs()), groupId, memberId, texts));
        }
    }
}
