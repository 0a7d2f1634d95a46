package io.github.groupcoordinator.internal.real.around;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The side of a cluster that hears of a client through the interceptor in its configuration. */
public interface ClientHook {
    /** The configuration by which an interceptor is told whom to tell. */
    String CONFIG = "embedded-group-coordinator.hook";

    /** Offsets were committed: by the application, or automatically. */
    default void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Only consumers commit.
    }

    /** A record is about to be sent to a topic. */
    default void sendsTo(String topic) {
        // Only producers send.
    }

    /** A record was acknowledged or has failed, so that its topic may be there by now. */
    default void acknowledged() {
        // Only producers send.
    }

    /** The client is being closed. */
    default void isClosing() {
        // A consumer is guarded, and closes there.
    }
}
