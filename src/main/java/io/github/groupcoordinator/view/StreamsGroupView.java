package io.github.groupcoordinator.view;

import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A streams group (KIP-1071) at one virtual instant; a snapshot that does not change any more. A group that does not
 * exist, or is of another type, is {@link GroupState#DEAD}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface StreamsGroupView {

    /** Returns the {@code group.id}, which is the {@code application.id} of Kafka Streams. */
    String groupId();

    /** Returns where the group stands: EMPTY, NOT_READY, ASSIGNING, RECONCILING, STABLE or DEAD. */
    GroupState state();

    /** Returns the epoch of the group; -1 if there is no such group. */
    int groupEpoch();

    /** Returns the members in the order in which they joined. */
    List<StreamsMemberView> members();

    /** Returns the virtual instant at which the snapshot was taken. */
    Instant at();
}
