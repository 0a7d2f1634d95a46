package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.BrokerDisturbed;
import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.event.broker.TopicCreatedAutomatically;
import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.event.client.PositionReset;
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
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.event.group.TasksReconciled;
import io.github.groupcoordinator.event.share.RecordsEvent;
import io.github.groupcoordinator.event.share.SharePartitionDropped;
import io.github.groupcoordinator.event.share.SharePartitionEvent;
import io.github.groupcoordinator.internal.journal.Owners;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A log as lanes with marks and bars, at places on a time axis; what both renderings are drawn from. */
final class Story {
    private final EventLog log;
    private final List<ClusterEvent> events;
    private final List<String> told;
    private final @Nullable TestFailure failure;
    private final Moments moments;
    private final Map<String, GroupLanes> groups = new LinkedHashMap<>();
    private final SortedSet<String> topics = new TreeSet<>();
    private final Map<MemberRef, String> names = new LinkedHashMap<>();
    private final Owners owners = new Owners(member -> false);
    private final RecordLanes records = new RecordLanes();
    private final TaskLanes tasks = new TaskLanes();
    private final int[] steps;

    private @Nullable Place failedAt;

    private Story(EventLog log, List<ClusterEvent> events, @Nullable TestFailure failure) {
        this.log = log;
        this.events = events;
        this.told = log.tellInShort(events);
        this.failure = failure;
        this.moments = Moments.of(log, events, failure);
        this.steps = new int[moments.size()];
    }

    static Story of(EventLog log, List<ClusterEvent> events, @Nullable TestFailure failure) {
        Story story = new Story(log, events, failure);
        int failed = failure == null ? -1 : story.moments.of(failure.at());
        int next = 0;
        for (int moment = 0; moment < story.moments.size(); moment++) {
            int end = next + story.moments.events(moment);
            for (; next < end; next++) {
                story.tell(moment, next);
            }
            if (failure != null && moment == failed) {
                story.fail(moment, failure);
            }
        }
        // One past the last moment: what is not over ends there.
        Place end = new Place(story.moments.size(), 0);
        story.groups.values().forEach(group -> group.endAll(end));
        story.records.endAll(end);
        story.tasks.endAll(end);
        return story;
    }

    /** Marks the failure after all that happened at its instant, on every group. */
    private void fail(int moment, TestFailure why) {
        failedAt = new Place(moment, steps[moment]);
        steps[moment]++;
        String detail = moments.time(why.at()) + " the test failed: " + why.firstLine();
        groups.values().forEach(group -> group.fail(failedAt, detail));
    }

    @Nullable
    TestFailure failure() {
        return failure;
    }

    /** Returns the place at which the test failed, if it did. */
    @Nullable
    Place failedAt() {
        return failedAt;
    }

    /** Returns what an event tells, in short. */
    String told(int event) {
        return told.get(event);
    }

    /** Returns the name that people call a member by. */
    String name(MemberRef member) {
        return names.computeIfAbsent(member, ref -> log.inShort(ref.toString()));
    }

    List<ClusterEvent> events() {
        return events;
    }

    Moments moments() {
        return moments;
    }

    List<GroupLanes> groups() {
        return new ArrayList<>(groups.values());
    }

    /** All topics that anyone owned, and the kinds of tasks that anyone had, by name. */
    List<String> topics() {
        return new ArrayList<>(topics);
    }

    /** Returns the number of places that this moment has. */
    int steps(int moment) {
        return steps[moment];
    }

    private void tell(int moment, int index) {
        ClusterEvent event = events.get(index);
        owners.observe(event);
        String detail = moments.time(event.at()) + " " + told.get(index);
        // A transaction belongs to no group; the offsets that it commits have an event of their own. A topic belongs to
        // none either, nor do warnings of clients without one. All are in the table.
        if (event instanceof TransactionEnded
                || event instanceof TopicCreatedAutomatically
                || cameFromOutside(moment, event, detail)
                || isOfRecords(moment, event, detail)
                || isOfTasks(moment, event, detail)
                || event.groupId().isEmpty()) {
            return;
        }
        GroupLanes group = groups.computeIfAbsent(event.groupId(), id -> new GroupLanes(id, owners));
        // One branch for each kind; a switch over sealed types needs a newer language level than ours.
        if (event instanceof MemberJoined e) {
            Lane lane = group.joiningLane(e.member());
            lane.joined(e.member().memberId());
            mark(moment, group, lane, Mark.Kind.JOINED, "", detail);
        } else if (event instanceof MemberLeft e) {
            removed(moment, group, e.member(), Mark.Kind.LEFT, detail);
        } else if (event instanceof MemberExpired e) {
            removed(moment, group, e.member(), Mark.Kind.EXPIRED, detail);
        } else if (event instanceof MemberFenced e) {
            removed(moment, group, e.member(), Mark.Kind.FENCED, detail);
            group.joiningLane(e.replacedBy()).joined(e.replacedBy().memberId());
        } else if (event instanceof PartitionsAssigned e) {
            Lane lane = group.lane(e.member());
            Place place = mark(moment, group, lane, Mark.Kind.ASSIGNED, " " + Partitions.text(e.partitions()), detail);
            lane.assigned(e.member().memberId(), e.partitions(), place);
            e.partitions().forEach(partition -> topics.add(partition.topic()));
        } else if (event instanceof PartitionsRevoked e) {
            Lane lane = group.lane(e.member());
            Place place = mark(moment, group, lane, Mark.Kind.REVOKED, " " + Partitions.text(e.partitions()), detail);
            lane.unassigned(e.member().memberId(), e.partitions(), place);
        } else if (event instanceof PartitionsLost e) {
            Lane lane = group.lane(e.member());
            Place place = mark(moment, group, lane, Mark.Kind.LOST, " " + Partitions.text(e.partitions()), detail);
            lane.unassigned(e.member().memberId(), e.partitions(), place);
        } else if (event instanceof OffsetsCommitted e) {
            Map<TopicPartition, long[]> offsets = new LinkedHashMap<>();
            e.offsets().forEach((partition, at) -> offsets.put(partition, new long[] {at.offset(), at.offset()}));
            String what = moments.time(e.at()) + " committed " + Partitions.offsets(offsets);
            committed(moment, group, group.lane(e.member()), what);
        } else if (event instanceof RebalanceStarted e) {
            String cause = e.reason() + " by " + e.member().clientId();
            group.phase(moment, Mark.Kind.STARTED, Phase.State.REBALANCING, "", cause, detail);
        } else if (event instanceof RebalanceCompleted e) {
            completed(moment, group, e, detail);
        } else if (event instanceof CoordinatorFailedOver e) {
            group.mark(
                    moment,
                    Mark.Kind.FAILED_OVER,
                    e.toBroker() < 0 ? " to none" : " to broker " + e.toBroker(),
                    detail);
        }
        countSteps(moment, group);
    }

    /** Tells what became of records in a share group; returns false if it was something else. */
    private boolean isOfRecords(int moment, ClusterEvent event, String detail) {
        if (event instanceof RecordsEvent told) {
            steps[moment] = Math.max(steps[moment], 1);
            GroupLanes group = groups.computeIfAbsent(event.groupId(), id -> new GroupLanes(id, owners));
            topics.add(told.partition().topic());
            if (records.tell(moment, group, told, detail)) {
                countSteps(moment, group);
            }
            return true;
        }
        if (event instanceof SharePartitionDropped dropped) {
            steps[moment] = Math.max(steps[moment], 1);
            records.drop(new Place(moment, steps[moment]), event.groupId(), dropped.partition());
        }
        return event instanceof SharePartitionEvent;
    }

    /** Tells what became of a streams group's topology and tasks; returns false if it was something else. */
    private boolean isOfTasks(int moment, ClusterEvent event, String detail) {
        if (!TaskLanes.areAbout(event)) {
            return false;
        }
        steps[moment] = Math.max(steps[moment], 1);
        GroupLanes group = groups.computeIfAbsent(event.groupId(), id -> new GroupLanes(id, owners));
        if (tasks.tell(moment, group, event, detail)) {
            countSteps(moment, group);
        }
        if (event instanceof TasksReconciled) {
            topics.addAll(tasks.kinds());
        }
        return true;
    }

    /** Tells what the test or a fault did; returns false if it was the group itself. */
    private boolean cameFromOutside(int moment, ClusterEvent event, String detail) {
        if (event instanceof FaultInjected fault) {
            interference(moment, event, Mark.Kind.FAULT, fault.clientId(), detail);
        } else if (event instanceof ClientDisturbed disturbed) {
            Mark.Kind kind = disturbed.recovers() ? Mark.Kind.RECOVERED : Mark.Kind.DISTURBED;
            interference(moment, event, kind, disturbed.client().clientId(), detail);
        } else if (event instanceof WorkerChanged changed) {
            Mark.Kind kind = changed.runs() ? Mark.Kind.RECOVERED : Mark.Kind.DISTURBED;
            interference(moment, event, kind, changed.client().clientId(), detail);
            if (changed.isRestart()) {
                groups.values()
                        .forEach(group ->
                                group.processEnded(moment, changed.client().clientId()));
            }
        } else if (event instanceof PositionReset reset) {
            interference(moment, event, Mark.Kind.RESET, reset.client().clientId(), detail);
        } else if (event instanceof BrokerDisturbed disturbed) {
            broker(moment, disturbed, detail);
        } else {
            return false;
        }
        return true;
    }

    /**
     * Marks what came from outside on the client's lanes. Clients that are no members are told of in the table only.
     */
    private void interference(int moment, ClusterEvent event, Mark.Kind kind, String clientId, String detail) {
        steps[moment] = Math.max(steps[moment], 1);
        for (GroupLanes group : groups.values()) {
            Lane lane = group.laneOf(clientId);
            if (lane != null && (event.groupId().isEmpty() || event.groupId().equals(group.groupId()))) {
                mark(moment, group, lane, kind, "", detail);
                countSteps(moment, group);
            }
        }
    }

    /** Marks what was done to a broker on every group that there is: any of them may feel it. */
    private void broker(int moment, BrokerDisturbed event, String detail) {
        steps[moment] = Math.max(steps[moment], 1);
        Mark.Kind kind = event.recovers() ? Mark.Kind.BROKER_BACK : Mark.Kind.BROKER_DISTURBED;
        for (GroupLanes group : groups.values()) {
            group.mark(moment, kind, " " + event.what() + " broker " + event.brokerId(), detail);
            countSteps(moment, group);
        }
    }

    private static void completed(int moment, GroupLanes group, RebalanceCompleted e, String detail) {
        // A consumer-protocol group has no leader, whatever its state.
        if (e.protocol() == null) {
            String label = "empty, generation " + e.generation();
            String cause = e.reason() + " by " + e.causedBy().clientId();
            group.phase(moment, Mark.Kind.EMPTIED, Phase.State.EMPTY, label, cause, detail);
        } else {
            String label = "generation " + e.generation();
            group.phase(moment, Mark.Kind.COMPLETED, Phase.State.STABLE, label, "", detail);
        }
    }

    private void removed(int moment, GroupLanes group, MemberRef member, Mark.Kind kind, String detail) {
        Lane lane = group.lane(member);
        Place place = mark(moment, group, lane, kind, "", detail);
        lane.removed(member.memberId(), place);
        tasks.removed(lane, place);
    }

    private static Place mark(int moment, GroupLanes group, Lane lane, Mark.Kind kind, String text, String detail) {
        Place place = group.nextPlace(moment, lane);
        lane.add(new Mark(kind, place, text, detail));
        return place;
    }

    private static void committed(int moment, GroupLanes group, Lane lane, String detail) {
        Mark last = lane.lastMark();
        if (last != null && last.kind() == Mark.Kind.COMMITTED && last.place().moment() == moment) {
            last.repeat(detail);
        } else {
            mark(moment, group, lane, Mark.Kind.COMMITTED, "", detail);
        }
    }

    private void countSteps(int moment, GroupLanes group) {
        steps[moment] = Math.max(steps[moment], group.steps());
    }
}
