package io.github.groupcoordinator.internal.group.streams;

import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The things that a member of a streams group says about itself.
 *
 * @param rebalanceTimeoutMs the time that it has to give tasks up, in ms; -1 before it has said
 * @param topologyEpoch the epoch of the topology that it runs; -1 before it has said
 * @param processId the process that it is a thread of; empty if it has not said
 * @param endpoint the address at which its process can be asked about its state, or null
 */
public record StreamsMemberMetadata(
        @Nullable String rackId,
        String clientId,
        String clientHost,
        int rebalanceTimeoutMs,
        int topologyEpoch,
        String processId,
        @Nullable Endpoint endpoint,
        SortedMap<String, String> clientTags) {

    static final StreamsMemberMetadata NONE =
            new StreamsMemberMetadata(null, "", "", -1, -1, "", null, Collections.emptySortedMap());

    /** A host and a port. */
    public record Endpoint(String host, int port) {}
}
