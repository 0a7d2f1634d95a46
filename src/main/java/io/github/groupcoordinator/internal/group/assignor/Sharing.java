package io.github.groupcoordinator.internal.group.assignor;

import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The sharing of some partitions among some members, in steps: everybody keeps what it had, gives away what is more
 * than its want, what too many have is taken from the first ones, and what too few have goes round to those who want
 * more.
 *
 * @param <P> how a partition is told; its hash code decides ties as in Kafka
 */
final class Sharing<P> {
    private final List<P> targets;

    /** The number of members that each partition should have. */
    private final int desiredSharing;

    private final List<Integer> sharers;
    private final int[] wants;
    private final List<HashOrder<P>> byMember = new ArrayList<>();
    private final HashOrder<P> partitions;
    private final Map<P, HashOrder<Integer>> byPartition = new LinkedHashMap<>();

    /**
     * Sets a sharing up.
     *
     * @param targets the partitions that may be assigned
     * @param sharers the indexes of the members that take part
     * @param before the partitions of all members, by index, whether they take part or not
     */
    Sharing(List<P> targets, List<Integer> sharers, List<List<P>> before) {
        this.targets = targets;
        this.sharers = sharers;
        this.desiredSharing = targets.isEmpty() ? 0 : (sharers.size() + targets.size() - 1) / targets.size();
        this.partitions = new HashOrder<>(targets.size());
        this.wants = wants(before.size());
        for (int member = 0; member < before.size(); member++) {
            byMember.add(new HashOrder<>());
            for (P partition : before.get(member)) {
                byMember.get(member).add(partition);
                enter(partition).add(member);
            }
        }
    }

    private int[] wants(int members) {
        int[] counts = new int[members];
        double precise = desiredSharing * targets.size() / (double) sharers.size();
        for (int i = 0; i < sharers.size(); i++) {
            counts[sharers.get(i)] = (int) Math.ceil(precise * (i + 1)) - (int) Math.ceil(precise * i);
        }
        return counts;
    }

    private HashOrder<Integer> enter(P partition) {
        partitions.addFirst(partition);
        return byPartition.computeIfAbsent(partition, unused -> new HashOrder<>());
    }

    private HashOrder<Integer> membersOf(P partition) {
        return Objects.requireNonNull(byPartition.get(partition));
    }

    void share() {
        giveAwayWhatIsTooMuch();
        takeAwayWhatIsSharedTooOften();
        targets.forEach(this::enter);
        goRound();
    }

    /** Returns the partitions of a member. */
    List<P> of(int member) {
        return byMember.get(member).toList();
    }

    private void giveAwayWhatIsTooMuch() {
        for (int member = 0; member < byMember.size(); member++) {
            HashOrder<P> owned = byMember.get(member);
            for (P partition : owned) {
                if (owned.size() <= wants[member]) {
                    break;
                }
                owned.remove(partition);
                membersOf(partition).remove(member);
            }
        }
    }

    private void takeAwayWhatIsSharedTooOften() {
        for (P partition : partitions) {
            HashOrder<Integer> members = membersOf(partition);
            for (Integer member : members) {
                if (members.size() <= desiredSharing) {
                    break;
                }
                members.remove(member);
                byMember.get(member).remove(partition);
            }
        }
    }

    /**
     * Gives each partition that too few have to those who want more, one after the other; who has got enough drops out.
     * If a whole round gives nothing, because all have the partition already, it stays with too few.
     */
    private void goRound() {
        List<Integer> wanting = new ArrayList<>();
        for (int member : sharers) {
            if (byMember.get(member).size() < wants[member]) {
                wanting.add(member);
            }
        }
        int next = 0;
        boolean gaveInThisRound = false;
        for (P partition : partitions) {
            HashOrder<Integer> members = membersOf(partition);
            int missing = desiredSharing - members.size();
            while (missing > 0) {
                if (next == wanting.size()) {
                    if (!gaveInThisRound) {
                        break;
                    }
                    if (wanting.isEmpty()) {
                        // Partitions that are owned but not assignable count for their owners. Kafka fails here, too.
                        throw new PartitionAssignorException("partition " + partition + " is to have " + desiredSharing
                                + " members, but nobody wants " + missing + " more");
                    }
                    next = 0;
                    gaveInThisRound = false;
                }
                int member = wanting.get(next);
                if (members.contains(member)) {
                    next++;
                    continue;
                }
                // As in Kafka the partition's own members are not told of it: who drops out of the round and in again
                // may
                // be given it twice, which changes nothing.
                byMember.get(member).add(partition);
                missing--;
                gaveInThisRound = true;
                if (byMember.get(member).size() >= wants[member]) {
                    wanting.remove(next);
                } else {
                    next++;
                }
            }
            if (wanting.isEmpty()) {
                break;
            }
        }
    }
}
