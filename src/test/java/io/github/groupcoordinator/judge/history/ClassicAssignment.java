package io.github.groupcoordinator.judge.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.types.SchemaException;
import org.apache.kafka.common.utils.Utils;

/** The partitions that a member of the classic protocol is told to own, in the bytes of consumers. */
final class ClassicAssignment {
    private static final int NEWEST_VERSION = 3;

    private ClassicAssignment() {}

    static byte[] bytes(List<TopicPartition> partitions, boolean userData) {
        ByteBuffer data = userData ? ByteBuffer.wrap(new byte[] {1}) : null;
        return Utils.toArray(ConsumerProtocol.serializeAssignment(new Assignment(new ArrayList<>(partitions), data)));
    }

    /** Reads an assignment; nothing if the bytes are none. */
    static Optional<Assignment> read(byte[] bytes) {
        if (bytes.length < Short.BYTES || ByteBuffer.wrap(bytes).getShort() > NEWEST_VERSION) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(bytes)));
        } catch (SchemaException malformed) {
            return Optional.empty();
        }
    }
}
