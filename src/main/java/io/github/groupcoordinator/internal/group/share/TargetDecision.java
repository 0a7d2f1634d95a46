package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import io.github.groupcoordinator.internal.group.assignor.SimpleAssignor;
import io.github.groupcoordinator.internal.group.assignor.TargetEpoch;
import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;

/** The target assignment of a share group in its epoch; computed by the assignor, at most once in an interval. */
final class TargetDecision {
    private final ShareRoster group;
    private final ShareContext context;
    private final ShareMember member;

    /** Looks at a group as it will be with a member that is new or changed. */
    TargetDecision(ShareRoster group, ShareContext context, ShareMember member) {
        this.group = group;
        this.context = context;
        this.member = member;
    }

    /** The target of a member, and the epoch for which it was computed. */
    record Target(int epoch, SortedMap<Uuid, SortedSet<Integer>> partitions) {}

    /**
     * Returns the member's target; computes it, and adds the records of what is different, if it must be and may be.
     */
    Target target(int groupEpoch, boolean isHomogeneous, Step.Builder step) {
        return isDue(groupEpoch)
                ? compute(groupEpoch, isHomogeneous, step)
                : new Target(group.assignmentEpoch(), group.target(member.memberId()));
    }

    private boolean isDue(int groupEpoch) {
        return new TargetEpoch(group.assignmentEpoch(), group.assignmentTimestampMs())
                .isDue(groupEpoch, context.config().assignmentIntervalMs(), context.nowMs());
    }

    private Target compute(int groupEpoch, boolean isHomogeneous, Step.Builder step) {
        List<AssignorMember> members = members();
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assigned = SimpleAssignor.assign(
                AssignorGroup.of(isHomogeneous, members, context.topics()),
                group.states().initializedPartitions(),
                topicOrder());
        for (AssignorMember each : members) {
            SortedMap<Uuid, SortedSet<Integer>> next =
                    assigned.getOrDefault(each.memberId(), Collections.emptySortedMap());
            if (!group.hasTarget(each.memberId())
                    || !group.target(each.memberId()).equals(next)) {
                step.append(new ShareGroupRecord.TargetAssignment(group.groupId(), each.memberId(), next));
            }
        }
        step.append(new ShareGroupRecord.TargetAssignmentEpoch(group.groupId(), groupEpoch, context.nowMs()));
        return new Target(groupEpoch, assigned.getOrDefault(member.memberId(), Collections.emptySortedMap()));
    }

    private List<AssignorMember> members() {
        List<AssignorMember> all = new ArrayList<>();
        for (String memberId : group.memberIdsInTableWith(member.memberId())) {
            ShareMember each = memberId.equals(member.memberId()) ? member : known(memberId);
            all.add(new AssignorMember(
                    each.memberId(),
                    null,
                    context.topics().ids(each.subscribedTopicNames()),
                    group.target(each.memberId())));
        }
        return all;
    }

    /** Returns the member's topics in the order of a hash set of their names; it counts if all subscribe alike. */
    private List<Uuid> topicOrder() {
        List<Uuid> order = new ArrayList<>();
        for (String name : HashOrder.ofSet(member.subscribedTopicNames())) {
            TopicCatalog.TopicInfo topic = context.topics().find(name);
            if (topic != null) {
                order.add(topic.id());
            }
        }
        return order;
    }

    private ShareMember known(String memberId) {
        ShareMember known = group.member(memberId);
        if (known == null) {
            throw new IllegalStateException("share group '" + group.groupId() + "' has lost member " + memberId);
        }
        return known;
    }
}
