package io.github.groupcoordinator.internal.group.consumer.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The assignor that most members of a group ask for. */
public final class PreferredAssignor {

    private PreferredAssignor() {}

    /**
     * Returns the name, or null if no member asks for one; counted as if one member had been changed.
     *
     * @param oldMember not counted, if it is in the group
     * @param newMember counted in its place
     */
    public static @Nullable String of(
            Collection<ConsumerMember> members,
            @Nullable ConsumerMember oldMember,
            @Nullable ConsumerMember newMember) {
        SortedMap<String, Integer> votes = new TreeMap<>();
        for (ConsumerMember member : members) {
            count(votes, member, 1);
        }
        count(votes, oldMember, -1);
        String chosen = newMember == null ? null : newMember.metadata().serverAssignor();
        boolean isFirstVote = chosen != null && !votes.containsKey(chosen);
        count(votes, newMember, 1);
        String preferred = null;
        int most = 0;
        for (String name : inHashTableOrder(votes.keySet(), isFirstVote ? chosen : null)) {
            int count = votes.getOrDefault(name, 0);
            preferred = count > most ? name : preferred;
            most = Math.max(most, count);
        }
        return preferred;
    }

    /**
     * Kafka takes the first of those that tie in a hash table of names: uniform comes before range there, unless the
     * member that was changed is range's only one, because what is added then comes first.
     */
    private static List<String> inHashTableOrder(Set<String> names, @Nullable String first) {
        List<String> ordered = new ArrayList<>(names);
        ordered.sort(
                Comparator.comparing((String name) -> !name.equals(first)).thenComparing(Comparator.reverseOrder()));
        return ordered;
    }

    private static void count(SortedMap<String, Integer> votes, @Nullable ConsumerMember member, int difference) {
        String name = member == null ? null : member.metadata().serverAssignor();
        if (name != null) {
            int votesNow = votes.getOrDefault(name, 0) + difference;
            if (votesNow > 0) {
                votes.put(name, votesNow);
            } else {
                votes.remove(name);
            }
        }
    }
}
