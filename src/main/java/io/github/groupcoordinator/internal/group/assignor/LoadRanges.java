package io.github.groupcoordinator.internal.group.assignor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The subscribers of a topic by how many partitions they own, as two ranges that grow toward each other: from below the
 * members that are next to get a partition, from above those that are next to give one up. All members of a range were
 * at the same level when it last grew; each is visited once before the level moves on by one and the range takes in who
 * is at the new level. Visiting assumes that the partition is then really given or taken: the loads are looked at
 * again.
 */
final class LoadRanges {
    static final int NOBODY = -1;

    private final List<Integer> members;
    private final int[] load;
    /** Below this index is the lower range. */
    private int lowEnd;

    private int lowLevel;
    private int nextLow;
    /** From this index on is the upper range. */
    private int highStart;
    /** From here on are members that have nothing to give. */
    private int highEnd;

    private int highLevel;
    private int nextHigh;

    LoadRanges(List<Integer> subscribers, int[] load) {
        this.members = new ArrayList<>(subscribers);
        this.load = load;
        members.sort(Comparator.<Integer>comparingInt(member -> load[member]).thenComparing(Comparator.naturalOrder()));
        lowLevel = loadAt(0) - 1;
        highStart = members.size();
        highEnd = members.size();
        highLevel = loadAt(members.size() - 1) + 1;
        nextHigh = members.size() - 1;
    }

    private int loadAt(int index) {
        return load[members.get(index)];
    }

    /** Returns the difference between the highest and the lowest load of those that have not been visited. */
    int spread() {
        return loadAt(members.size() - 1) - loadAt(0);
    }

    int nextLeastLoaded() {
        if (nextLow >= lowEnd) {
            lowLevel++;
            while (lowEnd < members.size() && loadAt(lowEnd) == lowLevel) {
                lowEnd++;
            }
            nextLow = 0;
        }
        return members.get(nextLow++);
    }

    /** Returns who is next to give up a partition, or {@link #NOBODY}. */
    int nextMostLoaded() {
        if (nextHigh < highStart) {
            boolean everyoneExcluded = highEnd <= highStart && highStart > 0;
            highLevel = everyoneExcluded ? loadAt(highStart - 1) : highLevel - 1;
            while (highStart > 0 && loadAt(highStart - 1) == highLevel) {
                highStart--;
            }
            nextHigh = highEnd - 1;
        }
        return nextHigh < 0 ? NOBODY : members.get(nextHigh--);
    }

    /** Whoever {@link #nextMostLoaded} named last has nothing to give and is not asked again. */
    void excludeLastMostLoaded() {
        highEnd--;
        Collections.swap(members, nextHigh + 1, highEnd);
    }

    boolean isBalanced() {
        return highLevel - lowLevel <= 1;
    }
}
