package io.github.groupcoordinator.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One request that a node took up, and its response if there was one when the view was made; it does not change. Of
 * Produce requests and Fetch responses above 4 KiB only the size is known. Where a cluster has served more than 16 MiB
 * of requests and responses, the newest 16 MiB can be read as text; of the older ones everything else is known.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface RequestView {

    /** Returns the virtual instant at which the node took the request up. */
    Instant at();

    /** Returns the {@code client.id} of the sender; empty if it sent none. */
    String clientId();

    /** Returns the API in Kafka's words, for example {@code Heartbeat}. */
    String api();

    /** Returns the number of the API in the protocol. */
    short apiKey();

    /** Returns the version of the API that the client spoke. */
    short version();

    /** Returns the id of the node that the request was sent to. */
    int nodeId();

    /** Returns the groups that the request names, in its own order; empty for an API that is about none. */
    List<String> groupIds();

    /** Returns the decoded request as text. */
    String request();

    /** Returns the decoded response as text; empty while the request waits, or if nothing was sent back. */
    Optional<String> response();

    /** Returns the names of the errors in the response, each once, without {@code NONE}. */
    List<String> errors();

    /** Returns how much virtual time passed until the response was sent; empty if there is none. */
    Optional<Duration> duration();

    /** Returns who asked what and how it ended, on one line; without the time. */
    String describe();
}
