package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.group.GroupEpochBumped;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Tally;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The count of rebalances of each group while a test waits. Members that send each other into one rebalance after the
 * other get through thousands in a virtual second where packets take no time, so that a wait of some virtual minutes
 * would take real hours. Where more clients than that join at once, each begins a rebalance of its own (KIP-848), and
 * may begin another.
 */
public final class Unrest {
    /** More in one virtual second, within one call of the test, are not meant to be. */
    static final int MOST_IN_A_SECOND = 1_000;

    private static final long SECOND_MS = 1_000;

    private final EventLoop loop;
    private final Map<String, Count> groups = new TreeMap<>();

    private static final class Count {
        private final long sinceMs;
        private final Tally causes = new Tally();
        private final Set<String> joined = new TreeSet<>();
        private int rebalances;

        Count(long sinceMs) {
            this.sinceMs = sinceMs;
        }

        boolean areTooMany() {
            return rebalances > Math.max(MOST_IN_A_SECOND, 2 * joined.size());
        }
    }

    public Unrest(EventLoop loop) {
        this.loop = loop;
    }

    /** Begins to count anew, with a call of the test. */
    void begin() {
        groups.clear();
    }

    /** Takes note of what happened to a group. */
    public void saw(ClusterEvent event) {
        if (event instanceof RebalanceStarted started) {
            count(event.groupId(), started.reason(), started.member().clientId());
        } else if (event instanceof GroupEpochBumped bumped) {
            count(event.groupId(), bumped.reason(), bumped.causedBy().clientId());
        }
    }

    private void count(String groupId, RebalanceReason reason, String clientId) {
        Count count = groups.get(groupId);
        if (count == null || !count.areTooMany() && loop.nowMs() - count.sinceMs >= SECOND_MS) {
            count = new Count(loop.nowMs());
            groups.put(groupId, count);
        }
        if (reason == RebalanceReason.MEMBER_JOINED) {
            count.joined.add(clientId);
        }
        count.rebalances++;
        count.causes.add(reason + " by " + clientId);
    }

    /** Says which group does not come to rest, and who keeps it from it; null if all is well. */
    @Nullable
    String describe() {
        for (Map.Entry<String, Count> group : groups.entrySet()) {
            Count count = group.getValue();
            if (count.areTooMany()) {
                return "Group '" + group.getKey() + "' does not come to rest: " + count.rebalances
                        + " rebalances within "
                        + (loop.nowMs() - count.sinceMs) + " ms of virtual time, until " + loop.describeNow()
                        + ". They began:" + count.causes.lines(" times ")
                        + "\nLook for a member that joins again as soon as it has joined"
                        + " (enforceRebalance, subscribe or an exception in a rebalance listener), and for members that"
                        + " push each other out.";
            }
        }
        return null;
    }
}
