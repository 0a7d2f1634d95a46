package io.github.groupcoordinator.junit5.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A system property that holds the address of a cluster for as long as it lives, and afterwards what it held before. A
 * test within another may have it meanwhile; two tests beside each other may not.
 */
public final class AddressProperty implements AutoCloseable {
    private static final Map<String, Deque<AddressProperty>> HELD = new TreeMap<>();

    private final String name;
    private final String owner;
    private final @Nullable String before;

    private AddressProperty(String name, String owner, @Nullable String before) {
        this.name = name;
        this.owner = owner;
        this.before = before;
    }

    /**
     * Sets the property.
     *
     * @param owner the unique id of the test that the cluster belongs to
     * @throws IllegalArgumentException if the cluster of a test that does not enclose this one has it
     */
    public static AddressProperty set(String name, String address, String owner) {
        synchronized (HELD) {
            Deque<AddressProperty> holders = HELD.computeIfAbsent(name, key -> new ArrayDeque<>());
            AddressProperty holder = holders.peek();
            if (holder != null && (owner.equals(holder.owner) || !owner.startsWith(holder.owner))) {
                throw new IllegalArgumentException("the system property " + name + " holds the address of another"
                        + " cluster, " + System.getProperty(name) + ", that of " + holder.owner
                        + ". Two tests that want the same property can't run at once: give them other names, or run"
                        + " them one after the other, by @ResourceLock(\"" + name + "\")");
            }
            AddressProperty taken = new AddressProperty(name, owner, System.getProperty(name));
            System.setProperty(name, address);
            holders.push(taken);
            return taken;
        }
    }

    /** Restores what was there before; calling it again does nothing. */
    @Override
    public void close() {
        synchronized (HELD) {
            Deque<AddressProperty> holders = HELD.get(name);
            if (holders == null || !holders.remove(this)) {
                return;
            }
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
    }
}
