package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import io.github.groupcoordinator.internal.group.assignor.ServerAssignor;
import io.github.groupcoordinator.internal.group.assignor.TargetEpoch;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.PreferredAssignor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The target assignment in the group's epoch, computed by an assignor, at most once in an interval. */
final class TargetDecision {
    private final ConsumerRoster group;
    private final ConsumerContext context;
    private final ConsumerMember before;
    private final ConsumerMember member;

    /** Looks at a group as it will be with a member that is new or changed. */
    TargetDecision(ConsumerRoster group, ConsumerContext context, ConsumerMember before, ConsumerMember member) {
        this.group = group;
        this.context = context;
        this.before = before;
        this.member = member;
    }

    /** A member's target, and for which epoch it was computed. */
    record Target(int epoch, SortedMap<Uuid, SortedSet<Integer>> partitions) {}

    /** Returns the member's target as it was computed last; a static member inherits that of its predecessor. */
    Target last() {
        String instanceId = member.instanceId();
        if (instanceId == null) {
            return new Target(group.assignmentEpoch(), group.targetAssignment(member.memberId()));
        }
        ConsumerMember predecessor = group.staticMember(instanceId);
        return new Target(
                group.assignmentEpoch(),
                predecessor == null ? Collections.emptySortedMap() : group.targetAssignment(predecessor.memberId()));
    }

    /** Returns whether the target must be computed anew and may be, so soon after it was. */
    boolean isDue(int groupEpoch) {
        return new TargetEpoch(group.assignmentEpoch(), group.assignmentTimestampMs())
                .isDue(groupEpoch, context.config().assignmentIntervalMs(), context.nowMs());
    }

    /** Computes the target, adds the records that store what is different, and returns the member's. */
    Target compute(int groupEpoch, boolean isHomogeneous, Step.Builder step) {
        String preferred = PreferredAssignor.of(group.members(), before, member);
        String name = preferred == null ? context.config().assignors().get(0) : preferred;
        ServerAssignor assignor = ServerAssignor.named(name);
        if (assignor == null) {
            throw new IllegalStateException("there is no server-side assignor " + name);
        }
        List<AssignorMember> members = members();
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned =
                assignor.assign(AssignorGroup.of(isHomogeneous, members, context.topics()));
        for (AssignorMember each : members) {
            SortedMap<Uuid, SortedSet<Integer>> next =
                    assigned.getOrDefault(each.memberId(), Collections.emptySortedMap());
            if (!group.hasTarget(each.memberId())
                    || !group.targetAssignment(each.memberId()).equals(next)) {
                step.append(new ConsumerGroupRecord.TargetAssignment(group.groupId(), each.memberId(), next));
            }
        }
        step.append(new ConsumerGroupRecord.TargetAssignmentEpoch(group.groupId(), groupEpoch, context.nowMs(), name));
        return new Target(groupEpoch, assigned.getOrDefault(member.memberId(), Collections.emptySortedMap()));
    }

    private List<AssignorMember> members() {
        ConsumerMember predecessor = predecessor();
        Map<String, ConsumerMember> members = new LinkedHashMap<>();
        for (ConsumerMember each : group.members()) {
            members.put(each.memberId(), each);
        }
        if (predecessor != null) {
            members.remove(predecessor.memberId());
        }
        members.put(member.memberId(), member);
        List<AssignorMember> all = new ArrayList<>(members.size());
        // The members of most groups all subscribe to the same.
        SortedSet<String> names = Collections.emptySortedSet();
        SortedSet<Uuid> ids = Collections.emptySortedSet();
        for (ConsumerMember each : members.values()) {
            if (!group.subscribedTopics(each).equals(names)) {
                names = group.subscribedTopics(each);
                ids = Reconciliation.known(names, context.topics()).ids();
            }
            boolean inherits = predecessor != null && each.memberId().equals(member.memberId());
            all.add(new AssignorMember(
                    each.memberId(),
                    each.instanceId(),
                    ids,
                    inherits ? inherited(predecessor) : group.targetAssignment(each.memberId())));
        }
        return all;
    }

    private SortedMap<Uuid, SortedSet<Integer>> inherited(@Nullable ConsumerMember predecessor) {
        return predecessor == null ? Collections.emptySortedMap() : group.targetAssignment(predecessor.memberId());
    }

    /** Returns the static member that the member comes in the place of, if it does. */
    private @Nullable ConsumerMember predecessor() {
        ConsumerMember holder = group.staticMember(member.instanceId());
        return holder == null || holder.memberId().equals(member.memberId()) ? null : holder;
    }
}
