package io.github.groupcoordinator.view;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apiguardian.api.API;

/**
 * A member of a streams group (KIP-1071), which is one thread of an instance of Kafka Streams. Tasks have Kafka
 * Streams' names, subtopology and partition: {@code 0_1}. There are no warm-up tasks in Kafka 4.3.
 *
 * @param ref who it is
 * @param memberEpoch the epoch that it is in; 1 or more
 * @param state how far it has come on its way to its target assignment
 * @param processId the process that it is a thread of
 * @param active the tasks that it may run
 * @param standby the tasks of which it may keep the state up to date
 * @param pendingRevocation the tasks, of either kind, that it is to give up and has not yet
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StreamsMemberView(
        MemberRef ref,
        int memberEpoch,
        MemberState state,
        String processId,
        SortedSet<String> active,
        SortedSet<String> standby,
        SortedSet<String> pendingRevocation) {

    /** Copies its collections. */
    public StreamsMemberView {
        active = Collections.unmodifiableSortedSet(new TreeSet<>(active));
        standby = Collections.unmodifiableSortedSet(new TreeSet<>(standby));
        pendingRevocation = Collections.unmodifiableSortedSet(new TreeSet<>(pendingRevocation));
    }

    /** Returns who it is and which tasks it has, on one line. */
    @Override
    public String toString() {
        return ref + ": epoch " + memberEpoch + ", " + state + ", runs " + active + ", standby " + standby
                + (pendingRevocation.isEmpty() ? "" : ", to give up " + pendingRevocation);
    }
}
