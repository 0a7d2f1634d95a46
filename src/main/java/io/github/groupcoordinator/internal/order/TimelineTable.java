package io.github.groupcoordinator.internal.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The keys of a table in the order in which the tables of Kafka's coordinators have theirs. Some of what Kafka decides
 * goes by it, so the same keys must come in it here for the same decisions.
 */
public final class TimelineTable<T> {
    private static final int SMALLEST = 2;
    private static final double FULL = 0.75;

    /** 2^64 divided by the golden ratio, by which the bits of a hash code are spread. */
    private static final long SPREAD = -7_046_029_254_386_353_131L;

    private final ToIntFunction<T> hash;
    private List<List<T>> slots = slots(SMALLEST);
    private int size;

    /**
     * Makes an empty table.
     *
     * @param hash the hash code that a key has in Kafka
     */
    public TimelineTable(ToIntFunction<T> hash) {
        this.hash = hash;
    }

    private static <T> List<List<T>> slots(int count) {
        List<List<T>> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(new ArrayList<>(1));
        }
        return slots;
    }

    /** Adds a key as the youngest, unless it is there. The table never gets smaller again. */
    public void add(T key) {
        if ((size + 1) * FULL > slots.size()) {
            List<List<T>> before = slots;
            slots = slots(before.size() * 2);
            before.forEach(slot -> slot.forEach(each -> slot(each).add(each)));
        }
        List<T> slot = slot(key);
        if (!slot.contains(key)) {
            slot.add(key);
            size++;
        }
    }

    public void remove(T key) {
        if (slot(key).remove(key)) {
            size--;
        }
    }

    /**
     * Takes changes back that could not be stored. As in Kafka whoever was changed is the youngest then, in the order
     * of the changes; and for those who were written, new ones among them, the table has grown if it had to.
     */
    public void revert(Collection<T> written, Collection<T> removed) {
        List<T> known = new ArrayList<>();
        for (T key : written) {
            if (slot(key).contains(key)) {
                known.add(key);
            }
            add(key);
        }
        known.addAll(removed);
        written.forEach(this::remove);
        removed.forEach(this::remove);
        known.forEach(this::add);
    }

    /** Returns the keys in their order: slot by slot, in each the youngest first; a copy. */
    public List<T> inOrder() {
        List<T> all = new ArrayList<>(size);
        for (List<T> slot : slots) {
            for (int i = slot.size() - 1; i >= 0; i--) {
                all.add(slot.get(i));
            }
        }
        return all;
    }

    /** Returns the keys in the order that they have once another is among them. */
    public List<T> inOrderWith(T key) {
        TimelineTable<T> with = new TimelineTable<>(hash);
        with.slots = new ArrayList<>();
        slots.forEach(slot -> with.slots.add(new ArrayList<>(slot)));
        with.size = size;
        with.add(key);
        return with.inOrder();
    }

    private List<T> slot(T key) {
        int bits = 32 - Integer.numberOfLeadingZeros(slots.size());
        return slots.get((int) (hash.applyAsInt(key) * SPREAD >>> 65 - bits));
    }
}
