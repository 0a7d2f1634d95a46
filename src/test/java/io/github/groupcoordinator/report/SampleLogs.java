package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.BrokerDisturbed;
import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.event.client.WorkerChanged;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.time.ScheduledTask;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Logs as a cluster would write them, in few words; every step says at which millisecond. */
final class SampleLogs {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final EventLog log = new EventLog(new Stopped());
    private final Map<String, MemberRef> members = new LinkedHashMap<>();
    private final Map<String, SortedSet<TopicPartition>> owned = new LinkedHashMap<>();
    private final String group;
    private int generation;

    private SampleLogs(String group) {
        this.group = group;
    }

    static EventLog empty() {
        return new SampleLogs("none").log;
    }

    /** Two members share the work, a third joins, one expires and learns of it late, one is replaced, one leaves. */
    static EventLog threeMembers() {
        SampleLogs t = new SampleLogs("billing");
        t.member("billing-1").member("billing-2");
        t.joined(0, "billing-1").started(0, RebalanceReason.MEMBER_JOINED, "billing-1");
        t.joined(0, "billing-2");
        t.completed(3_000, RebalanceReason.MEMBER_JOINED, "billing-1");
        t.assigned(3_000, "billing-1", "orders:0-3").assigned(3_000, "billing-2", "orders:4-7");
        t.committed(8_000, "billing-1").committed(8_000, "billing-2");
        t.joined(12_400, "audit", "audit-a", "audit-host-1");
        t.started(12_400, RebalanceReason.MEMBER_JOINED, "audit-a");
        t.revoked(14_000, "billing-1", "orders:0-3").revoked(14_050, "billing-2", "orders:4-7");
        t.completed(14_050, RebalanceReason.MEMBER_JOINED, "audit-a");
        t.assigned(14_050, "billing-1", "orders:0-2");
        t.assigned(14_051, "billing-2", "orders:3-5").assigned(14_053, "audit-a", "orders:6-7,refunds:0-1");
        t.committed(20_000, "billing-1").committed(20_000, "billing-1").committed(25_000, "audit-a");
        t.disturbed(25_000, "billing-2", "pauseHeartbeats").fault(25_000, "billing", "audit-host-1", "OffsetCommit");
        t.expired(60_000, "billing-2", RebalanceReason.SESSION_TIMEOUT);
        t.started(60_000, RebalanceReason.SESSION_TIMEOUT, "billing-2");
        t.revoked(63_000, "billing-1", "orders:0-2").revoked(63_000, "audit-a", "orders:6-7,refunds:0-1");
        t.completed(63_000, RebalanceReason.SESSION_TIMEOUT, "billing-2");
        t.assigned(63_000, "billing-1", "orders:0-3").assigned(63_000, "audit-a", "orders:4-7,refunds:0-1");
        t.fenced(180_000, "audit-a", "audit-b", "audit-host-2");
        t.assigned(180_010, "audit-b", "orders:4-7,refunds:0-1");
        t.recovered(181_500, "billing-2", "resume");
        t.lost(181_500, "billing-2", "orders:3-5").lost(181_500, "audit-a", "orders:4-7,refunds:0-1");
        t.revoked(900_000, "billing-1", "orders:0-3").left(900_000, "billing-1", "the consumer is being closed");
        t.started(900_000, RebalanceReason.MEMBER_LEFT, "billing-1");
        t.revoked(900_000, "audit-b", "orders:4-7,refunds:0-1");
        t.left(900_000, "audit-b", null).emptied(900_000, RebalanceReason.MEMBER_LEFT, "audit-b");
        return t.log;
    }

    /** Fifty members of one group; they join together, commit again and again, some expire, some come late. */
    static EventLog fiftyMembers() {
        SampleLogs t = new SampleLogs("warehouse-projection");
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            names.add(i == 17 ? "consumer-warehouse-projection-eu-central-17" : "projection-" + i);
        }
        for (int i = 0; i < 46; i++) {
            t.member(names.get(i)).joined(i / 20, names.get(i));
            if (i == 0) {
                t.started(0, RebalanceReason.MEMBER_JOINED, names.get(0));
            }
        }
        t.completed(3_000, RebalanceReason.MEMBER_JOINED, names.get(0));
        t.assignedEvenly(3_000, names.subList(0, 46));
        for (int second = 8; second < 40; second += 5) {
            for (int i = 0; i < 46; i += 1 + second % 3) {
                t.committed(second * 1_000 + i, names.get(i));
            }
        }
        for (int late = 46; late < 50; late++) {
            t.rebalance(45_000 + late * 150, names, names.subList(0, late), names.get(late));
        }
        for (int dead = 30; dead < 36; dead++) {
            t.expired(110_000 + dead, names.get(dead), RebalanceReason.SESSION_TIMEOUT);
            if (dead == 30) {
                t.started(110_030, RebalanceReason.SESSION_TIMEOUT, names.get(30));
            }
        }
        List<String> alive = new ArrayList<>(names);
        alive.removeAll(names.subList(30, 36));
        t.revokedAll(113_000, alive);
        t.completed(113_000, RebalanceReason.SESSION_TIMEOUT, names.get(30));
        t.assignedEvenly(113_000, alive);
        return t.log;
    }

    private void rebalance(long ms, List<String> names, List<String> present, String late) {
        member(late).joined(ms, late).started(ms, RebalanceReason.MEMBER_JOINED, late);
        revokedAll(ms + 40, present);
        completed(ms + 40, RebalanceReason.MEMBER_JOINED, late);
        assignedEvenly(ms + 40, names.subList(0, present.size() + 1));
    }

    private void revokedAll(long ms, List<String> names) {
        for (String name : names) {
            SortedSet<TopicPartition> gone = owned.getOrDefault(name, sorted());
            log.append(new PartitionsRevoked(at(ms), group, ref(name), generation, gone));
        }
    }

    private void assignedEvenly(long ms, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            SortedSet<TopicPartition> mine = sorted();
            for (int partition = i * 120 / names.size(); partition < (i + 1) * 120 / names.size(); partition++) {
                mine.add(new TopicPartition("stock-movements", partition));
            }
            owned.put(names.get(i), mine);
            log.append(new PartitionsAssigned(at(ms), group, ref(names.get(i)), generation, mine));
        }
    }

    static SampleLogs group(String group) {
        return new SampleLogs(group);
    }

    SampleLogs member(String clientId) {
        members.put(clientId, new MemberRef(clientId + "-0001", clientId, null));
        return this;
    }

    SampleLogs sameClientId(String name, String other) {
        members.put(other, new MemberRef(other + "-0002", ref(name).clientId(), null));
        return this;
    }

    SampleLogs joined(long ms, String name) {
        log.append(new MemberJoined(at(ms), group, ref(name)));
        return this;
    }

    SampleLogs joined(long ms, String instance, String name, String clientId) {
        members.put(name, new MemberRef(name + "-0001", clientId, instance));
        return joined(ms, name);
    }

    SampleLogs fenced(long ms, String name, String newName, String clientId) {
        members.put(
                newName, new MemberRef(newName + "-0001", clientId, ref(name).groupInstanceId()));
        log.append(new MemberFenced(at(ms), group, ref(name), ref(newName)));
        return this;
    }

    SampleLogs expired(long ms, String name, RebalanceReason reason) {
        log.append(new MemberExpired(at(ms), group, ref(name), reason));
        return this;
    }

    SampleLogs left(long ms, String name, @Nullable String reason) {
        log.append(new MemberLeft(at(ms), group, ref(name), reason));
        return this;
    }

    SampleLogs started(long ms, RebalanceReason reason, String name) {
        log.append(new RebalanceStarted(at(ms), group, generation, reason, ref(name)));
        return this;
    }

    SampleLogs completed(long ms, RebalanceReason reason, String name) {
        generation++;
        String leader = members.values().iterator().next().memberId();
        log.append(
                new RebalanceCompleted(at(ms), group, generation, leader, "range", new TreeMap<>(), reason, ref(name)));
        return this;
    }

    SampleLogs completedWithoutLeader(long ms, RebalanceReason reason, String name) {
        generation++;
        log.append(
                new RebalanceCompleted(at(ms), group, generation, null, "uniform", new TreeMap<>(), reason, ref(name)));
        return this;
    }

    SampleLogs emptied(long ms, RebalanceReason reason, String name) {
        generation++;
        log.append(new RebalanceCompleted(at(ms), group, generation, null, null, new TreeMap<>(), reason, ref(name)));
        return this;
    }

    SampleLogs assigned(long ms, String name, String partitions) {
        log.append(new PartitionsAssigned(at(ms), group, ref(name), generation, partitions(partitions)));
        return this;
    }

    SampleLogs revoked(long ms, String name, String partitions) {
        log.append(new PartitionsRevoked(at(ms), group, ref(name), generation, partitions(partitions)));
        return this;
    }

    SampleLogs lost(long ms, String name, String partitions) {
        log.append(new PartitionsLost(at(ms), group, ref(name), generation, partitions(partitions)));
        return this;
    }

    SampleLogs committed(long ms, String name) {
        SortedMap<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(sorted().comparator());
        offsets.put(new TopicPartition("orders", 0), new OffsetAndMetadata(ms / 100));
        log.append(new OffsetsCommitted(at(ms), group, ref(name), offsets));
        return this;
    }

    SampleLogs failedOver(long ms, int from, int to) {
        log.append(new CoordinatorFailedOver(at(ms), group, 9, from, to));
        return this;
    }

    SampleLogs broker(long ms, int brokerId, String what, boolean recovers) {
        log.append(new BrokerDisturbed(at(ms), brokerId, what, recovers));
        return this;
    }

    SampleLogs disturbed(long ms, String name, String what) {
        log.append(new ClientDisturbed(at(ms), group, ref(name), what, false));
        return this;
    }

    SampleLogs restarted(long ms, String name) {
        MemberRef nobodyYet = new MemberRef("", ref(name).clientId(), null);
        log.append(new WorkerChanged(at(ms), group, nobodyYet, "restarted", true));
        return this;
    }

    SampleLogs recovered(long ms, String name, String what) {
        log.append(new ClientDisturbed(at(ms), group, ref(name), what, true));
        return this;
    }

    SampleLogs fault(long ms, String groupId, String clientId, String api) {
        log.append(new FaultInjected(at(ms), groupId, clientId, api, "disconnect()"));
        return this;
    }

    private MemberRef ref(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    private static Instant at(long ms) {
        return START.plusMillis(ms);
    }

    /** Reads {@code orders:0-3,refunds:0-1}. */
    private static SortedSet<TopicPartition> partitions(String text) {
        SortedSet<TopicPartition> partitions = sorted();
        for (String part : text.split(",")) {
            String topic = part.substring(0, part.indexOf(':'));
            String[] ends = part.substring(part.indexOf(':') + 1).split("-");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[1]); i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        }
        return partitions;
    }

    private static SortedSet<TopicPartition> sorted() {
        return new TreeSet<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    }

    /** A clock that knows when it started and nothing else. */
    private record Stopped() implements VirtualClock {
        @Override
        public Instant now() {
            return START;
        }

        @Override
        public Instant startTime() {
            return START;
        }

        @Override
        public void advance(Duration duration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean advanceUntil(BooleanSupplier condition, Duration atMost) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void runUntilIdle() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledTask schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }
}
