package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.MemberProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The vote on a protocol: how many members support which, and which of them a group agrees on. */
final class ProtocolVote {
    private final Map<String, Integer> supporters = new LinkedHashMap<>();

    void add(ClassicMember member) {
        for (MemberProtocol protocol : member.protocols()) {
            supporters.merge(protocol.name(), 1, Integer::sum);
        }
    }

    void remove(ClassicMember member) {
        for (MemberProtocol protocol : member.protocols()) {
            supporters.merge(protocol.name(), -1, Integer::sum);
        }
    }

    /** Returns whether one of the protocols is supported by as many members as there are. */
    boolean isAnySupportedByAll(List<MemberProtocol> protocols, int memberCount) {
        for (MemberProtocol protocol : protocols) {
            if (supporters.getOrDefault(protocol.name(), 0) == memberCount) {
                return true;
            }
        }
        return false;
    }

    /** Returns the protocol with the most votes among those that everybody supports, or null if there is none. */
    @Nullable
    String elect(List<ClassicMember> members) {
        Set<String> candidates = new TreeSet<>();
        for (Map.Entry<String, Integer> entry : supporters.entrySet()) {
            if (entry.getValue() == members.size()) {
                candidates.add(entry.getKey());
            }
        }
        if (candidates.size() == 1 && !members.isEmpty()) {
            // The one that everybody supports is everybody's vote.
            return candidates.iterator().next();
        }
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (ClassicMember member : members) {
            String vote = member.vote(candidates);
            if (vote != null) {
                votes.merge(vote, 1, Integer::sum);
            }
        }
        String elected = null;
        int most = 0;
        for (String protocol : inHashTableOrder(votes.keySet())) {
            int count = votes.getOrDefault(protocol, 0);
            if (count > most) {
                elected = protocol;
                most = count;
            }
        }
        return elected;
    }

    /**
     * Returns the names in the order in which Kafka's hash table would list them, because that is how it breaks a
     * tie: by bucket, and within one as they came.
     */
    private static List<String> inHashTableOrder(Collection<String> names) {
        int tableSize = 16;
        while (names.size() > tableSize * 3 / 4) {
            tableSize *= 2;
        }
        Map<Integer, List<String>> buckets = new TreeMap<>();
        for (String name : names) {
            int hash = name.hashCode();
            int bucket = (hash ^ (hash >>> 16)) & (tableSize - 1);
            buckets.computeIfAbsent(bucket, unused -> new ArrayList<>()).add(name);
        }
        List<String> ordered = new ArrayList<>();
        buckets.values().forEach(ordered::addAll);
        return ordered;
    }
}
