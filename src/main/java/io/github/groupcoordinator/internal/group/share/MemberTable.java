package io.github.groupcoordinator.internal.group.share;

import java.util.ArrayList;
import java.util.List;

/**
 * The ids of a group's members in the order in which Kafka's own table of members has them. Its assignor goes by it
 * where the hash codes of ids fall together, so the same members must come in it here to be given the same partitions.
 */
final class MemberTable {
    private static final int SMALLEST = 2;
    private static final double FULL = 0.75;

    /** 2^64 divided by the golden ratio, by which the bits of a hash code are spread. */
    private static final long SPREAD = -7_046_029_254_386_353_131L;

    private List<List<String>> slots = slots(SMALLEST);
    private int size;

    private static List<List<String>> slots(int count) {
        List<List<String>> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(new ArrayList<>(1));
        }
        return slots;
    }

    /** Adds a member as the youngest, unless it is there. The table never gets smaller again. */
    void add(String memberId) {
        if ((size + 1) * FULL > slots.size()) {
            List<List<String>> before = slots;
            slots = slots(before.size() * 2);
            before.forEach(slot -> slot.forEach(id -> slot(id).add(id)));
        }
        List<String> slot = slot(memberId);
        if (!slot.contains(memberId)) {
            slot.add(memberId);
            size++;
        }
    }

    void remove(String memberId) {
        if (slot(memberId).remove(memberId)) {
            size--;
        }
    }

    /** Returns the members in their order: slot by slot, in each the youngest first. */
    List<String> inOrder() {
        List<String> all = new ArrayList<>(size);
        for (List<String> slot : slots) {
            for (int i = slot.size() - 1; i >= 0; i--) {
                all.add(slot.get(i));
            }
        }
        return all;
    }

    /** Returns the members in the order that they have once another is among them. */
    List<String> inOrderWith(String memberId) {
        MemberTable with = new MemberTable();
        with.slots = new ArrayList<>();
        slots.forEach(slot -> with.slots.add(new ArrayList<>(slot)));
        with.size = size;
        with.add(memberId);
        return with.inOrder();
    }

    private List<String> slot(String memberId) {
        int bits = 32 - Integer.numberOfLeadingZeros(slots.size());
        return slots.get((int) (memberId.hashCode() * SPREAD >>> 65 - bits));
    }
}
