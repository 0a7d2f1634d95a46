package io.github.groupcoordinator.judge.assignor;

import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;

/**
 * The quality of an assignment.
 *
 * @param spread the largest difference of what two subscribers of one topic own altogether
 * @param moved how many partitions somebody lost that still subscribes to their topic
 */
record Quality(int spread, int moved) {

    static Quality of(AssignorGroup group, Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment) {
        int spread = 0;
        int moved = 0;
        for (Uuid topicId : group.partitionCounts().keySet()) {
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (AssignorMember member : group.members()) {
                if (member.subscribedTopicIds().contains(topicId)) {
                    var owned = assignment.getOrDefault(member.memberId(), Collections.emptySortedMap());
                    int load = owned.values().stream().mapToInt(Set::size).sum();
                    least = Math.min(least, load);
                    most = Math.max(most, load);
                    moved += lost(member, topicId, owned);
                }
            }
            spread = Math.max(spread, most - least);
        }
        return new Quality(spread, moved);
    }

    private static int lost(AssignorMember member, Uuid topicId, SortedMap<Uuid, SortedSet<Integer>> owned) {
        SortedSet<Integer> before = member.targetAssignment().getOrDefault(topicId, Collections.emptySortedSet());
        SortedSet<Integer> after = owned.getOrDefault(topicId, Collections.emptySortedSet());
        return (int)
                before.stream().filter(partition -> !after.contains(partition)).count();
    }
}
