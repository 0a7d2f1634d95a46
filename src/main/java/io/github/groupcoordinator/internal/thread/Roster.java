package io.github.groupcoordinator.internal.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one application, in the order in which they were made. Nobody tells of a new one; so all threads of
 * the JVM are looked through for those which are younger than the cluster. Where several clusters live in one JVM, a
 * new thread is only waited for while a thread of this application has made one that has not been found yet.
 */
final class Roster {
    private static final List<Roster> ALL = new CopyOnWriteArrayList<>();
    private static final InheritableThreadLocal<@Nullable Roster> FAMILY = new Family();

    private final Signal driver;
    private final ThreadGroup root;
    private final Set<Thread> older = new LinkedHashSet<>();
    private final Set<Thread> clientsOwn = new CopyOnWriteArraySet<>();
    private final Set<Thread> callingBack = new CopyOnWriteArraySet<>();
    private volatile Map<Thread, ApplicationThread> known = new LinkedHashMap<>();
    private volatile List<ApplicationThread> ordered = List.of();
    private Thread[] found = new Thread[64];
    private int made;
    private int numbers;

    /** The word that a thread passes on to those that it makes: which application they belong to. */
    private static final class Family extends InheritableThreadLocal<@Nullable Roster> {
        @Override
        protected @Nullable Roster childValue(@Nullable Roster parents) {
            if (parents != null) {
                parents.count(1);
            }
            return parents;
        }
    }

    /** Made on the thread of the test. */
    Roster(Signal driver) {
        this.driver = driver;
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        this.root = group;
        for (int i = 0, count = enumerate(); i < count; i++) {
            older.add(found[i]);
        }
        FAMILY.set(this);
        ALL.add(this);
    }

    /** Ends with the cluster, on the thread of the test. */
    void close() {
        ALL.remove(this);
        if (FAMILY.get() == this) {
            FAMILY.remove();
        }
    }

    /** Returns the one whose application the current thread belongs to, as far as is known; else null. */
    static @Nullable Roster ofCurrent() {
        Thread current = Thread.currentThread();
        for (Roster roster : ALL) {
            if (roster.find(current) != null) {
                return roster;
            }
        }
        return FAMILY.get();
    }

    private synchronized void count(int more) {
        made += more;
    }

    /** Says that a thread is a client's own, or the cluster's. */
    void ignore(Thread thread) {
        if (clientsOwn.add(thread)) {
            count(-1);
            ALL.forEach(roster -> roster.remove(thread));
        }
    }

    /** Says that a thread is a client's own, on which callbacks of the application run. */
    void ignoreClients(Thread thread) {
        callingBack.add(thread);
        ignore(thread);
    }

    /** Returns whether callbacks of the application run on a thread of one of its clients. */
    boolean isCallingBack(Thread thread) {
        return callingBack.contains(thread);
    }

    /** Returns whether a thread is a client's own, or the cluster's. */
    boolean isClientsOwn(Thread thread) {
        return clientsOwn.contains(thread);
    }

    /** Lets a thread take part under the object that it has already. */
    synchronized void add(ApplicationThread thread) {
        Map<Thread, ApplicationThread> next = new LinkedHashMap<>(known);
        next.put(thread.thread(), thread);
        publish(next);
    }

    /** Returns whether a thread is older than the cluster. */
    boolean isOlder(Thread thread) {
        return older.contains(thread);
    }

    /** Returns whether a thread has called clients of another application, whose cluster is still there. */
    boolean isBusyElsewhere(Thread thread) {
        for (Roster other : ALL) {
            ApplicationThread known = other == this ? null : other.find(thread);
            if (known != null && known.hasCalled()) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    ApplicationThread find(Thread thread) {
        return known.get(thread);
    }

    /** Returns those that live, in order. */
    List<ApplicationThread> inOrder() {
        return ordered;
    }

    /** Adds a thread if it is not known yet; no other application has it any more. */
    ApplicationThread add(Thread thread) {
        for (Roster other : ALL) {
            if (other != this) {
                other.remove(thread);
            }
        }
        return addHere(thread);
    }

    private synchronized ApplicationThread addHere(Thread thread) {
        ApplicationThread before = known.get(thread);
        if (before != null) {
            return before;
        }
        ApplicationThread added = new ApplicationThread(thread, numbers++, driver);
        Map<Thread, ApplicationThread> next = new LinkedHashMap<>(known);
        next.put(thread, added);
        publish(next);
        return added;
    }

    synchronized void remove(Thread thread) {
        if (known.containsKey(thread)) {
            Map<Thread, ApplicationThread> next = new LinkedHashMap<>(known);
            next.remove(thread);
            publish(next);
        }
    }

    private void publish(Map<Thread, ApplicationThread> next) {
        List<ApplicationThread> sorted = new ArrayList<>(next.values());
        sorted.sort(Comparator.comparingLong(ApplicationThread::order));
        known = next;
        ordered = sorted;
    }

    /**
     * Looks for threads that nobody has told of.
     *
     * @return whether there are some
     */
    synchronized boolean discover() {
        boolean any = false;
        for (int i = 0, count = enumerate(); i < count; i++) {
            Thread thread = found[i];
            if (!known.containsKey(thread) && !older.contains(thread) && isLikelyOurs(thread)) {
                addHere(thread);
                any = true;
            }
        }
        return any;
    }

    private boolean isLikelyOurs(Thread thread) {
        for (Roster roster : ALL) {
            if (roster.clientsOwn.contains(thread) || roster != this && roster.find(thread) != null) {
                return false;
            }
        }
        return ALL.size() == 1 || made > numbers;
    }

    private int enumerate() {
        int count = root.enumerate(found, true);
        while (count >= found.length) {
            found = new Thread[found.length * 2];
            count = root.enumerate(found, true);
        }
        return count;
    }
}
