package io.github.groupcoordinator.invariant;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.journal.Owners;
import java.util.List;
import org.apiguardian.api.API;

/** Clients that believe to own partitions though their membership has ended: they have not learned of it yet. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Zombies {
    private Zombies() {}

    /**
     * Returns a line for each zombie of a cluster as its log is now: who, what it believes to own, and why it does not.
     */
    public static List<String> in(EventLog events) {
        return Owners.of(events.all()).zombies();
    }
}
