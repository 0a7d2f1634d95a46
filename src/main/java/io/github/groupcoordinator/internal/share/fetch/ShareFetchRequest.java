package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/**
 * A member's fetch of what its session holds.
 *
 * @param sessionEpoch of the request, by which the partitions are rotated
 * @param partitions those that exist, in the order of the session
 * @param limits how much of what, and for how long it may wait
 * @param committed whether the group reads committed records only
 */
public record ShareFetchRequest(
        String groupId,
        String memberId,
        int sessionEpoch,
        List<TopicIdPartition> partitions,
        AcquireMode mode,
        Limits limits,
        boolean committed) {

    /** The limits of a fetch. */
    public record Limits(int maxWaitMs, int minBytes, int maxBytes, int maxRecords, int batchSize) {}
}
