package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import java.nio.ByteBuffer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;

/** The logs of a broker, as share fetches read them. */
public interface ShareReplicas {

    /**
     * Returns the leader epoch.
     *
     * @throws org.apache.kafka.common.errors.ApiException NOT_LEADER_OR_FOLLOWER or UNKNOWN_TOPIC_OR_PARTITION
     */
    int leaderEpoch(TopicIdPartition partition);

    /**
     * Returns the offsets of the log as long as the broker leads in that epoch; later, asking them throws what
     * {@link #leaderEpoch} throws, or FENCED_LEADER_EPOCH.
     */
    LogOffsets offsets(TopicIdPartition partition, int leaderEpoch);

    /** Reads whole batches from the one on that holds the offset. */
    Read read(TopicIdPartition partition, Range range);

    /**
     * Returns what there is from the offset on to where a read would end.
     *
     * @param begin where a read from the offset began when there was one last
     * @throws org.apache.kafka.common.errors.ApiException NOT_LEADER_OR_FOLLOWER or UNKNOWN_TOPIC_OR_PARTITION
     */
    Available available(TopicIdPartition partition, long offset, Position begin, boolean committed);

    /**
     * A part of a log.
     *
     * @param oneBatchAtLeast whether a batch that is larger than the maximum comes even so
     * @param committed whether to end at the last stable offset instead of the high watermark
     */
    record Range(long offset, int maxBytes, boolean oneBatchAtLeast, boolean committed) {}

    /**
     * The records that were read.
     *
     * @param error NONE, OFFSET_OUT_OF_RANGE, NOT_LEADER_OR_FOLLOWER ...; nothing was read then
     * @param records the bytes of the batches
     * @param begin where the read began
     */
    record Read(Errors error, ByteBuffer records, FetchedRecords fetched, Position begin) {}

    /**
     * A place in a log. It stays what it was when records before it are deleted.
     *
     * @param segment the first offset of the segment
     * @param bytes how many bytes were ever appended before it
     */
    record Position(long segment, long bytes) {
        /** The place in a log that was not read. */
        public static final Position UNKNOWN = new Position(-1, -1);
    }

    /**
     * The records that could be read.
     *
     * @param enough whether it is enough whatever is asked for, because it reaches into another segment or the
     * offset is
     *     already behind the end
     */
    record Available(boolean enough, long bytes) {}
}
