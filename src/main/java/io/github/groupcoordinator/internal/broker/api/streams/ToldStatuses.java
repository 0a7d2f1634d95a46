package io.github.groupcoordinator.internal.broker.api.streams;

import io.github.groupcoordinator.event.group.StatusesTold;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;

/** The statuses that members of streams groups are told: the event log hears of those that are not what they were. */
public final class ToldStatuses {
    private final Cluster cluster;
    private final EventSink events;

    /** The last texts by group and member, of those who were told any. */
    private final Map<String, Map<String, List<String>>> last = new TreeMap<>();

    public ToldStatuses(Cluster cluster, EventSink events) {
        this.cluster = cluster;
        this.events = events;
    }

    void answering(String groupId, StreamsGroupHeartbeatResponseData response) {
        if (response.errorCode() != Errors.NONE.code()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        response.status().forEach(status -> texts.add(status.statusDetail()));
        Map<String, List<String>> ofGroup = last.computeIfAbsent(groupId, id -> new TreeMap<>());
        List<String> before = ofGroup.getOrDefault(response.memberId(), List.of());
        ofGroup.put(response.memberId(), texts);
        boolean isLeaving = response.memberEpoch() < 0;
        if (texts.isEmpty() || isLeaving) {
            ofGroup.remove(response.memberId());
        }
        if (!isLeaving && !texts.equals(before)) {
            events.append(new StatusesTold(
                    Instant.ofEpochMilli(cluster.timers().nowMs()), groupId, response.memberId(), texts));
        }
    }
}
