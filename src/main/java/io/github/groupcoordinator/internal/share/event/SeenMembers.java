package io.github.groupcoordinator.internal.share.event;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.view.MemberRef;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members that groups have had, by their ids: the leaders of partitions know a member of a share group by its id
 * alone, long after it may have left. Stands before the sink that all events go to.
 */
public final class SeenMembers implements EventSink {
    private static final String UNKNOWN = "unknown";

    private final EventSink next;
    private final Map<String, MemberRef> byId = new LinkedHashMap<>();

    public SeenMembers(EventSink next) {
        this.next = next;
    }

    @Override
    public void append(ClusterEvent event) {
        event.newcomer().ifPresent(member -> byId.put(member.memberId(), member));
        next.append(event);
    }

    /** Returns the member of an id; one that was never in a group, or none, may read all the same. */
    public MemberRef find(String memberId) {
        MemberRef seen = byId.get(memberId);
        return seen == null ? new MemberRef(memberId, memberId.isEmpty() ? "" : UNKNOWN, null) : seen;
    }
}
