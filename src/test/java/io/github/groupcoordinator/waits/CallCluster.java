package io.github.groupcoordinator.waits;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** A cluster of either kind, in memory or real, that clients are called on. */
public interface CallCluster {

    /** Makes a consumer of strings. */
    Consumer<String, String> consumer(Map<String, Object> config);

    /** Makes a producer of strings. */
    Producer<String, String> producer(Map<String, Object> config);

    /** Makes an admin client. */
    Admin admin(Map<String, Object> config);

    /** Returns milliseconds of the time that the clients live by. */
    long nowMs();

    /**
     * Returns what a client has sent so far, in its order; whoever has told a thread of a client's own to send
     * something waits for it here.
     */
    List<Sent> sentBy(String clientId);

    /**
     * A request.
     *
     * @param api the name of its API
     * @param text the request as text
     */
    record Sent(String api, String text) {}
}
