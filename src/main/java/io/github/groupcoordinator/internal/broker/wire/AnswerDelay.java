package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import org.apache.kafka.common.protocol.ApiMessage;

/** The time that a node takes before it looks at a request. */
public interface AnswerDelay {

    /** Returns how many milliseconds it takes; 0 for none. */
    long beforeAnswerMs(Node node, ApiMessage body);
}
