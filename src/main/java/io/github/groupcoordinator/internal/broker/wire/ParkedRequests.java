package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinatorConfig;
import io.github.groupcoordinator.internal.invariant.Invariants;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.schedule.VirtualTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/**
 * The requests that may wait in the broker, with the time by which each has to be answered. They are looked at when the
 * next one comes and when the cluster closes, so that they cost no timers.
 */
public final class ParkedRequests {
    /** By its key: the oldest supported kafka-clients have no name for it. */
    private static final short SHARE_FETCH = 78;

    private final Timers timers;
    private final Invariants invariants;
    private final PriorityQueue<Parked> open = new PriorityQueue<>();
    private final SortedMap<String, Integer> largestRebalanceTimeoutMs = new TreeMap<>();
    private long sequence;

    public ParkedRequests(Timers timers, Invariants invariants) {
        this.timers = timers;
        this.invariants = invariants;
    }

    /**
     * Returns the outlet to answer through instead of the given one.
     *
     * @param isHeldUp whether the broker hangs, and so answers nothing in time
     */
    Request.Outlet watch(Request.Outlet outlet, BooleanSupplier isHeldUp, String clientId, ApiMessage body) {
        Parked parked = parked(outlet, clientId, body);
        if (parked == null) {
            return outlet;
        }
        check();
        parked.isHeldUp = isHeldUp;
        open.add(parked);
        outlet.onAbandoned(() -> parked.done = true);
        return parked;
    }

    /** Returns whether a request waits for records, as long as its client says. */
    static boolean isLongPoll(ApiMessage body) {
        return body instanceof FetchRequestData || body.apiKey() == SHARE_FETCH;
    }

    private @Nullable Parked parked(Request.Outlet outlet, String clientId, ApiMessage body) {
        if (body instanceof FetchRequestData fetch) {
            return new Parked(outlet, "Fetch of " + clientId, "", Math.max(0, fetch.maxWaitMs()));
        }
        if (body instanceof JoinGroupRequestData join) {
            int largest = largestRebalanceTimeoutMs.merge(join.groupId(), join.rebalanceTimeoutMs(), Math::max);
            // A rebalance may already wait for a new member, and that one for as long again.
            return new Parked(
                    outlet,
                    "JoinGroup of " + clientId,
                    join.groupId(),
                    (long) largest + GroupCoordinatorConfig.NEW_MEMBER_JOIN_TIMEOUT_MS);
        }
        if (body instanceof SyncGroupRequestData sync) {
            int largest = largestRebalanceTimeoutMs.getOrDefault(sync.groupId(), 0);
            return new Parked(outlet, "SyncGroup of " + clientId, sync.groupId(), largest);
        }
        return body.apiKey() == SHARE_FETCH ? ShareFetches.parked(this, outlet, clientId, body) : null;
    }

    /** The part that only kafka-clients need which know share groups. */
    private static final class ShareFetches {
        /** An acknowledgement that rides on a fetch is answered when it has been written, however long that takes. */
        static @Nullable Parked parked(
                ParkedRequests requests, Request.Outlet outlet, String clientId, ApiMessage body) {
            ShareFetchRequestData fetch = (ShareFetchRequestData) body;
            boolean acknowledges = fetch.topics().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .anyMatch(partition -> !partition.acknowledgementBatches().isEmpty());
            return acknowledges
                    ? null
                    : requests.new Parked(outlet, "ShareFetch of " + clientId, "", Math.max(0, fetch.maxWaitMs()));
        }
    }

    /** Tells of requests that still wait though their time is over. */
    public void check() {
        long nowMs = timers.nowMs();
        List<Parked> heldUp = new ArrayList<>();
        for (Parked next = open.peek(); next != null && (next.done || next.deadlineMs < nowMs); next = open.peek()) {
            open.remove();
            if (next.isHeldUp.getAsBoolean() && !next.done) {
                heldUp.add(next);
            } else if (!next.done) {
                invariants.overdue(
                        Instant.ofEpochMilli(nowMs),
                        next.groupId,
                        next.what + " still waits " + VirtualTimes.format(nowMs - next.sinceMs) + " after it arrived",
                        "an answer " + VirtualTimes.format(next.deadlineMs - next.sinceMs) + " after it arrived");
            }
        }
        open.addAll(heldUp);
    }

    private final class Parked implements Request.Outlet, Comparable<Parked> {
        private final Request.Outlet outlet;
        private final String what;
        private final String groupId;
        private final long sinceMs = timers.nowMs();
        private final long deadlineMs;
        private final long order = sequence++;
        private BooleanSupplier isHeldUp = () -> false;
        private boolean done;

        Parked(Request.Outlet outlet, String what, String groupId, long atMostMs) {
            this.outlet = outlet;
            this.what = what;
            this.groupId = groupId;
            this.deadlineMs = sinceMs + atMostMs;
        }

        @Override
        public void send(ApiMessage response) {
            done = true;
            outlet.send(response);
        }

        @Override
        public void sendNothing() {
            done = true;
            outlet.sendNothing();
        }

        @Override
        public void closeConnection() {
            done = true;
            outlet.closeConnection();
        }

        @Override
        public void onAbandoned(Runnable task) {
            outlet.onAbandoned(() -> {
                done = true;
                task.run();
            });
        }

        @Override
        public int compareTo(Parked other) {
            int byDeadline = Long.compare(deadlineMs, other.deadlineMs);
            return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
        }
    }
}
