package io.github.groupcoordinator.internal.share.session;

import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/**
 * The part of a ShareFetch that is about the session.
 *
 * @param asked partitions to add, or to acknowledge records of; those of unknown topics have no name
 * @param connectionId of the connection that it came by, which takes the session along when it closes
 */
public record ShareSessionRequest(
        ShareSessionKey key,
        int epoch,
        List<TopicIdPartition> asked,
        List<TopicIdPartition> forgotten,
        boolean hasAcknowledgements,
        String connectionId) {}
