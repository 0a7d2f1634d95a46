package io.github.groupcoordinator.internal.group.classic;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.jspecify.annotations.Nullable;

/** The topics in the metadata that consumers put into their JoinGroup. */
public final class ConsumerSubscriptions {

    private ConsumerSubscriptions() {}

    /** Returns the topics of all members together, or null if they can't be read. */
    static @Nullable SortedSet<String> topics(List<ClassicMember> members, @Nullable String protocol) {
        SortedSet<String> topics = new TreeSet<>();
        byte[] read = null;
        for (ClassicMember member : members) {
            byte[] metadata = member.metadata(protocol);
            if (read != null && Arrays.equals(read, metadata)) {
                // Most groups consist of instances of one application, which say the same.
                continue;
            }
            read = metadata;
            SortedSet<String> own = topics(member, protocol);
            if (own == null) {
                return null;
            }
            topics.addAll(own);
        }
        return topics;
    }

    /** Returns the topics of one member, or null if they can't be read. */
    public static @Nullable SortedSet<String> topics(ClassicMember member, @Nullable String protocol) {
        byte[] metadata = member.metadata(protocol);
        if (metadata == null) {
            return null;
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(metadata);
            ConsumerProtocol.deserializeVersion(buffer);
            // Version 0 is a prefix of all later ones, and the topics are in it.
            return new TreeSet<>(ConsumerProtocol.deserializeConsumerProtocolSubscription(buffer, (short) 0)
                    .topics());
        } catch (RuntimeException undecodable) {
            return null;
        }
    }
}
