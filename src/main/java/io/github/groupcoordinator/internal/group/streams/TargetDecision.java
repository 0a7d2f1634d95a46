package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.assignor.TargetEpoch;
import io.github.groupcoordinator.internal.group.streams.assignor.AssignorSubtopology;
import io.github.groupcoordinator.internal.group.streams.assignor.StickyTaskAssignor;
import io.github.groupcoordinator.internal.group.streams.assignor.StreamsAssignorMember;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredSubtopology;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The target assignment of a streams group in its epoch; computed by the assignor, at most once in an interval. Without
 * all topics nobody is to have any task.
 */
final class TargetDecision {
    private final StreamsRoster group;
    private final StreamsContext context;
    private final @Nullable StreamsMember changed;

    /** Looks at a group as it will be with a member that is new or changed, or as it is. */
    TargetDecision(StreamsRoster group, StreamsContext context, @Nullable StreamsMember changed) {
        this.group = group;
        this.context = context;
        this.changed = changed;
    }

    /** The target of the changed member, and the epoch for which it was computed. */
    record Target(int epoch, Tasks tasks) {}

    /** Returns whether a target must be computed, and so soon after the last one may be. */
    boolean mayCompute(int groupEpoch) {
        return new TargetEpoch(group.assignmentEpoch(), group.assignmentTimestampMs())
                .isDue(groupEpoch, context.config().assignmentIntervalMs(), context.nowMs());
    }

    /** Returns the last target. */
    Target last() {
        Tasks target = changed == null ? null : group.target(changed.memberId());
        return new Target(group.assignmentEpoch(), target == null ? Tasks.NONE : target);
    }

    /** Computes the target, and adds the records of what is different. */
    Target compute(int groupEpoch, ConfiguredTopology topology, int standbyReplicas, List<StreamsGroupRecord> records) {
        SortedMap<String, ConfiguredSubtopology> subtopologies = topology.ready();
        Map<String, Tasks> tasks =
                subtopologies == null ? Collections.emptyMap() : assign(subtopologies, standbyReplicas);
        for (String memberId : memberIds()) {
            Tasks next = tasks.getOrDefault(memberId, Tasks.NONE);
            if (!next.equals(group.target(memberId))) {
                records.add(new StreamsGroupRecord.TargetAssignment(group.groupId(), memberId, next));
            }
        }
        records.add(new StreamsGroupRecord.TargetAssignmentEpoch(group.groupId(), groupEpoch, context.nowMs()));
        return new Target(
                groupEpoch, changed == null ? Tasks.NONE : tasks.getOrDefault(changed.memberId(), Tasks.NONE));
    }

    private Map<String, Tasks> assign(SortedMap<String, ConfiguredSubtopology> subtopologies, int standbyReplicas) {
        List<AssignorSubtopology> described = new ArrayList<>();
        subtopologies.forEach((id, subtopology) ->
                described.add(new AssignorSubtopology(id, subtopology.tasks(), subtopology.isStateful())));
        List<StreamsAssignorMember> members = new ArrayList<>();
        for (String memberId : memberIds()) {
            Tasks target = group.target(memberId);
            members.add(new StreamsAssignorMember(
                    memberId, member(memberId).processId(), target == null ? Tasks.NONE : target));
        }
        return StickyTaskAssignor.assign(members, described, standbyReplicas);
    }

    /** Returns the ids of the members in the order of a hash table that is filled from Kafka's. */
    private List<String> memberIds() {
        HashOrder<String> order = new HashOrder<>();
        group.memberIdsInTable().forEach(order::add);
        if (changed != null) {
            order.add(changed.memberId());
        }
        return order.toList();
    }

    private StreamsMember member(String memberId) {
        StreamsMember member =
                changed != null && changed.memberId().equals(memberId) ? changed : group.member(memberId);
        if (member == null) {
            throw new IllegalStateException("streams group '" + group.groupId() + "' has lost member " + memberId);
        }
        return member;
    }
}
