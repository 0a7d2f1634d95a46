package io.github.groupcoordinator.judge.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.utils.Utils;

/** A simulated client: where it belongs and how it is configured. A null instance id is a dynamic member. */
record Actor(
        int slot, String group, String instanceId, int sessionTimeoutMs, int rebalanceTimeoutMs, Protocols protocols) {

    /** The protocols that a member supports, in its order of preference; the subscription makes the metadata. */
    record Protocols(String type, List<String> names, List<String> topics, int variant) {

        JoinGroupRequestProtocolCollection toRequest() {
            JoinGroupRequestProtocolCollection collection = new JoinGroupRequestProtocolCollection();
            for (String name : names) {
                collection.add(new JoinGroupRequestProtocol().setName(name).setMetadata(metadata()));
            }
            return collection;
        }

        private byte[] metadata() {
            if (!type.equals("consumer") || variant < 0) {
                return new byte[] {(byte) variant};
            }
            ByteBuffer userData = ByteBuffer.wrap(new byte[] {(byte) variant});
            return Utils.toArray(
                    ConsumerProtocol.serializeSubscription(new Subscription(new ArrayList<>(topics), userData)));
        }
    }
}
