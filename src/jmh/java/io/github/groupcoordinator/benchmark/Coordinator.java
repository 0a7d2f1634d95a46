package io.github.groupcoordinator.benchmark;

import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A group coordinator under load, on the calling thread and in virtual time: ours or Kafka's own. Both write real
 * record batches for {@code __consumer_offsets}, and keep none of them for long.
 */
public interface Coordinator extends AutoCloseable {

    /** Hands a request to the coordinator; the reply comes once, in this call or in a later one. */
    void send(ApiKeys api, short version, ApiMessage request, Consumer<ApiMessage> reply);

    /** Lets virtual time pass. */
    void pass(long ms);

    @Override
    void close();
}
