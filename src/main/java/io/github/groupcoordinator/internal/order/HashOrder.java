package io.github.groupcoordinator.internal.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * A set in the order of a hash table, as Java's own has it: by the bucket of the hash code, then by age. Kafka's
 * assignor of share groups goes by that order, so the same ids must come in it here to be given the same partitions.
 * The hash codes of strings, ids and numbers are the same in every JVM, so this order is.
 */
public final class HashOrder<T> implements Iterable<T> {
    private static final int SMALLEST_TABLE = 16;

    /** A table with a bucket of more than so many elements grows early, up to {@link #LARGE_TABLE}. */
    private static final int LONG_BUCKET = 8;

    private static final int LARGE_TABLE = 64;

    private List<List<T>> buckets;
    private int size;

    /** Makes a set whose table grows from the size that Java gives it by default. */
    public HashOrder() {
        this.buckets = table(SMALLEST_TABLE);
    }

    /** Makes a set whose table has room for a number of elements from the start, as Kafka's helper computes it. */
    public HashOrder(int expected) {
        int capacity = (int) ((expected + 1) / 0.75f + 1);
        this.buckets = table(Math.max(1, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1));
    }

    /** Returns a set whose table has so many buckets from the start, or a few more to make it a power of two. */
    public static <T> HashOrder<T> ofCapacity(int capacity) {
        HashOrder<T> set = new HashOrder<>();
        set.buckets = table(Integer.highestOneBit(Math.max(1, capacity) * 2 - 1));
        return set;
    }

    /** Returns some elements in the order of a hash set that is made of them. */
    public static <T> List<T> ofSet(Collection<T> elements) {
        HashOrder<T> set = new HashOrder<>();
        int capacity = Math.max((int) (elements.size() / 0.75f) + 1, SMALLEST_TABLE);
        set.buckets = table(Integer.highestOneBit(capacity - 1) << 1);
        elements.forEach(set::add);
        return set.toList();
    }

    private static <T> List<List<T>> table(int length) {
        List<List<T>> table = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            table.add(List.of());
        }
        return table;
    }

    /** Adds an element, unless it is there. */
    public boolean add(T element) {
        if (contains(element)) {
            return false;
        }
        List<T> bucket = bucket(element);
        bucket.add(element);
        if (bucket.size() > LONG_BUCKET && buckets.size() < LARGE_TABLE) {
            grow();
        }
        size++;
        if (isOverfull()) {
            grow();
        }
        return true;
    }

    /**
     * Adds an element, unless it is there, as the key of {@code computeIfAbsent}: as the youngest of its bucket, yet
     * first.
     */
    public void addFirst(T element) {
        // The table grows late, and even if the element turns out to be there.
        if (isOverfull()) {
            grow();
        }
        if (contains(element)) {
            return;
        }
        List<T> bucket = bucket(element);
        bucket.add(0, element);
        if (bucket.size() >= LONG_BUCKET && buckets.size() < LARGE_TABLE) {
            grow();
        }
        size++;
    }

    public boolean remove(T element) {
        List<T> bucket = buckets.get(index(buckets, element));
        if (bucket.isEmpty() || !bucket.remove(element)) {
            return false;
        }
        size--;
        return true;
    }

    public boolean contains(T element) {
        return buckets.get(index(buckets, element)).contains(element);
    }

    public int size() {
        return size;
    }

    /** Returns the elements in their order; a copy. */
    public List<T> toList() {
        List<T> all = new ArrayList<>(size);
        buckets.forEach(all::addAll);
        return all;
    }

    /** Goes through a copy, so that elements may be removed meanwhile. */
    @Override
    public Iterator<T> iterator() {
        return toList().iterator();
    }

    private boolean isOverfull() {
        return size > buckets.size() * 3 / 4;
    }

    private void grow() {
        List<T> all = toList();
        buckets = table(buckets.size() * 2);
        all.forEach(element -> bucket(element).add(element));
    }

    private List<T> bucket(T element) {
        int index = index(buckets, element);
        if (buckets.get(index).isEmpty()) {
            buckets.set(index, new ArrayList<>(2));
        }
        return buckets.get(index);
    }

    private static <T> int index(List<List<T>> table, T element) {
        int hash = element.hashCode();
        return (hash ^ hash >>> 16) & table.size() - 1;
    }
}
