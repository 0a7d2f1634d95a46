package io.github.groupcoordinator.invariant;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The owners of partitions as the clients' own listeners were told, and the members whose membership has ended
 * meanwhile.
 */
final class Owners {
    private final Predicate<MemberRef> stopped;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** @param stopped whether the client that was this member has crashed or was closed */
    Owners(Predicate<MemberRef> stopped) {
        this.stopped = stopped;
    }

    private static final class Group {
        private final Map<TopicPartition, List<MemberRef>> owners = new LinkedHashMap<>();
        private final Map<String, ClusterEvent> ended = new LinkedHashMap<>();
    }

    Invariants.@Nullable Finding observe(ClusterEvent event) {
        if (event instanceof PartitionsAssigned assigned) {
            return assigned(group(event), assigned);
        }
        if (event instanceof PartitionsRevoked revoked) {
            givenUp(group(event), revoked.member(), revoked.partitions());
        } else if (event instanceof PartitionsLost lost) {
            givenUp(group(event), lost.member(), lost.partitions());
        } else if (event instanceof MemberJoined joined) {
            group(event).ended.remove(joined.member().memberId());
        } else if (event instanceof MemberExpired expired) {
            group(event).ended.put(expired.member().memberId(), event);
        } else if (event instanceof MemberFenced fenced) {
            group(event).ended.put(fenced.member().memberId(), event);
        } else if (event instanceof MemberLeft left) {
            group(event).ended.put(left.member().memberId(), event);
        }
        return null;
    }

    private Group group(ClusterEvent event) {
        return groups.computeIfAbsent(event.groupId(), id -> new Group());
    }

    private Invariants.@Nullable Finding assigned(Group group, PartitionsAssigned event) {
        Invariants.Finding finding = null;
        for (TopicPartition partition : event.partitions()) {
            List<MemberRef> owners = group.owners.computeIfAbsent(partition, key -> new ArrayList<>(1));
            for (MemberRef other : owners) {
                if (finding == null && !same(other, event.member()) && !isZombie(group, other)) {
                    finding = new Invariants.Finding(
                            partition + " of group '" + event.groupId() + "' was assigned to " + event.member()
                                    + " in generation " + event.generation() + ", while " + other
                                    + " is live, in the group and owns it",
                            other.clientId() + " gives " + partition + " up, or is expired or fenced, before "
                                    + event.member().clientId() + " gets it");
                }
            }
            owners.removeIf(other -> same(other, event.member()));
            owners.add(event.member());
        }
        return finding;
    }

    private static void givenUp(Group group, MemberRef member, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            List<MemberRef> owners = group.owners.get(partition);
            if (owners != null) {
                owners.removeIf(other -> same(other, member));
            }
        }
    }

    private boolean isZombie(Group group, MemberRef member) {
        return group.ended.containsKey(member.memberId()) || stopped.test(member);
    }

    private static boolean same(MemberRef one, MemberRef other) {
        return one.memberId().equals(other.memberId()) && one.clientId().equals(other.clientId());
    }

    /** Returns a line for each client that believes to own partitions though its membership has ended. */
    List<String> zombies() {
        List<String> lines = new ArrayList<>();
        groups.forEach((groupId, group) -> {
            Map<MemberRef, List<TopicPartition>> byMember = new LinkedHashMap<>();
            group.owners.forEach((partition, owners) -> owners.forEach(owner -> {
                if (group.ended.containsKey(owner.memberId()) && !stopped.test(owner)) {
                    byMember.computeIfAbsent(owner, key -> new ArrayList<>()).add(partition);
                }
            }));
            byMember.forEach((member, partitions) -> {
                ClusterEvent end = group.ended.get(member.memberId());
                lines.add(groupId + ": " + member + " is a zombie: it believes to own " + partitions
                        + ", and has not learned yet: " + (end == null ? "" : end.describe()));
            });
        });
        return lines;
    }
}
