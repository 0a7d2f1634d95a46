package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.ConsumerMember;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The assignor that most members of a group ask for. */
final class PreferredAssignor {

    private PreferredAssignor() {}

    /**
     * Returns the name, or null if no member asks for one; counted as if one member had been changed.
     *
     * @param oldMember not counted, if it is in the group
     * @param newMember counted in its place
     */
    static @Nullable String of(
            Collection<ConsumerMember> members,
            @Nullable ConsumerMember oldMember,
            @Nullable ConsumerMember newMember) {
        // Kafka takes the first of those that tie in a hash table of names, where uniform comes before range.
        SortedMap<String, Integer> votes = new TreeMap<>(Comparator.reverseOrder());
        for (ConsumerMember member : members) {
            count(votes, member, 1);
        }
        count(votes, oldMember, -1);
        count(votes, newMember, 1);
        String preferred = null;
        for (String name : votes.keySet()) {
            boolean isMore = votes.get(name) > (preferred == null ? 0 : votes.get(preferred));
            preferred = isMore ? name : preferred;
        }
        return preferred;
    }

    private static void count(SortedMap<String, Integer> votes, @Nullable ConsumerMember member, int difference) {
        String name = member == null ? null : member.metadata().serverAssignor();
        if (name != null) {
            votes.merge(name, difference, Integer::sum);
        }
    }
}
