package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.ClientMaker;
import io.github.groupcoordinator.internal.client.ClustersByAddress;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one test on a real cluster: its own, and those that it or they have started. One that outlives its
 * test makes no consumers any more: what these leave at the cluster nobody would take away.
 */
final class Family {
    private static final InheritableThreadLocal<@Nullable Family> OF_THREAD = new InheritableThreadLocal<>();

    /** The families of tests that are over, for as long as one of their threads lives. */
    private static final List<Survivors> SURVIVORS = new CopyOnWriteArrayList<>();

    private final String address;

    /** A family that only its threads still know. */
    private record Survivors(WeakReference<Family> family, ClientMaker refusal) {
        boolean areOfCurrentThread() {
            Family known = family.get();
            return known != null && OF_THREAD.get() == known;
        }
    }

    private Family(String address) {
        this.address = address;
    }

    /** Begins with the current thread, that of a test at a cluster. */
    static Family ofThisTest(String address) {
        forgetTheDead();
        Family family = new Family(address);
        OF_THREAD.set(family);
        return family;
    }

    /** Lets its threads find their cluster when they make a client. */
    void open(ClientMaker clients) {
        ClustersByAddress.open(clients, address, () -> true);
    }

    /**
     * Ends with its test.
     *
     * @param survives whether a thread of it is known not to have ended
     */
    void close(ClientMaker clients, boolean survives) {
        if (OF_THREAD.get() == this) {
            OF_THREAD.remove();
        }
        if (survives) {
            Survivors survivors = new Survivors(new WeakReference<>(this), new TooLate(address));
            SURVIVORS.add(survivors);
            ClustersByAddress.openInThePlaceOfOthers(survivors.refusal(), address, survivors::areOfCurrentThread);
        }
        ClustersByAddress.close(clients);
        forgetTheDead();
    }

    private static void forgetTheDead() {
        for (Survivors survivors : SURVIVORS) {
            if (survivors.family().get() == null && SURVIVORS.remove(survivors)) {
                ClustersByAddress.close(survivors.refusal());
            }
        }
    }
}
