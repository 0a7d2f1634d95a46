package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.client.WorkerChanged;
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
public final class Owners {
    private final Predicate<MemberRef> stopped;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** @param stopped whether the client that was this member has crashed or was closed */
    public Owners(Predicate<MemberRef> stopped) {
        this.stopped = stopped;
    }

    /** Returns the owners after these events, with nobody known to be stopped. */
    public static Owners of(List<ClusterEvent> events) {
        Owners owners = new Owners(member -> false);
        events.forEach(owners::observe);
        return owners;
    }

    /** Returns what members of a group believe to own, in no order that matters. */
    public List<TopicPartition> owned(String groupId, Predicate<MemberRef> who) {
        List<TopicPartition> owned = new ArrayList<>();
        Group group = groups.get(groupId);
        if (group != null) {
            group.owners.forEach((partition, owners) -> {
                if (owners.stream().anyMatch(who)) {
                    owned.add(partition);
                }
            });
        }
        return owned;
    }

    /** Returns whether a member of a group believes to own a partition. */
    public boolean owns(String groupId, String memberId, TopicPartition partition) {
        Group group = groups.get(groupId);
        return group != null
                && group.owners.getOrDefault(partition, List.of()).stream()
                        .anyMatch(owner -> owner.memberId().equals(memberId));
    }

    /** Returns whether the membership of a member of a group has ended, whether its client knows it or not. */
    public boolean hasEnded(String groupId, String memberId) {
        Group group = groups.get(groupId);
        return group != null && group.ended.containsKey(memberId);
    }

    private static final class Group {
        private final Map<TopicPartition, List<MemberRef>> owners = new LinkedHashMap<>();
        private final Map<String, ClusterEvent> ended = new LinkedHashMap<>();
    }

    /** A live member of a group owned a partition when it was assigned to another one. */
    public record Conflict(TopicPartition partition, MemberRef owner, PartitionsAssigned assigned) {}

    /** Takes the next event; returns the first conflict that it makes, if it makes one. */
    public @Nullable Conflict observe(ClusterEvent event) {
        if (event instanceof PartitionsAssigned assigned) {
            return assigned(group(event), assigned);
        }
        if (event instanceof PartitionsRevoked revoked) {
            givenUp(group(event), revoked.member(), revoked.partitions());
        } else if (event instanceof PartitionsLost lost) {
            givenUp(group(event), lost.member(), lost.partitions());
        } else if (event instanceof WorkerChanged changed && changed.isRestart()) {
            processEnded(group(event), changed.client().clientId());
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

    private @Nullable Conflict assigned(Group group, PartitionsAssigned event) {
        Conflict conflict = null;
        // One whose membership has ended may learn late what it was assigned before; it has been taken from it since.
        boolean isLate = group.ended.containsKey(event.member().memberId());
        for (TopicPartition partition : event.partitions()) {
            List<MemberRef> owners = group.owners.computeIfAbsent(partition, key -> new ArrayList<>(1));
            for (MemberRef other : owners) {
                if (conflict == null && !isLate && !same(other, event.member()) && !isZombie(group, other)) {
                    conflict = new Conflict(partition, other, event);
                }
            }
            owners.removeIf(other -> same(other, event.member()));
            owners.add(event.member());
        }
        return conflict;
    }

    private static void givenUp(Group group, MemberRef member, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            List<MemberRef> owners = group.owners.get(partition);
            // A client may have lost its member id before its listener learned what it has lost with it.
            if (owners != null && !owners.removeIf(other -> same(other, member))) {
                owners.removeIf(other -> other.clientId().equals(member.clientId()));
            }
        }
    }

    /** A new process has taken the place of one that is gone: nobody believes any more what that one believed. */
    private static void processEnded(Group group, String clientId) {
        group.owners
                .values()
                .forEach(owners -> owners.removeIf(owner -> owner.clientId().equals(clientId)));
    }

    private boolean isZombie(Group group, MemberRef member) {
        return group.ended.containsKey(member.memberId()) || stopped.test(member);
    }

    private static boolean same(MemberRef one, MemberRef other) {
        return one.memberId().equals(other.memberId()) && one.clientId().equals(other.clientId());
    }

    /** Returns a line for each client that believes to own partitions though its membership has ended. */
    public List<String> zombies() {
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
