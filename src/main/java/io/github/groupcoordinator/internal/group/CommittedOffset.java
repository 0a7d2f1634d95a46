package io.github.groupcoordinator.internal.group;

import org.apache.kafka.common.Uuid;

/**
 * An offset as it was committed.
 *
 * @param leaderEpoch -1 if the client gave none
 * @param expireTimestampMs -1 unless an old client asked for a retention of its own
 * @param topicId {@link Uuid#ZERO_UUID} if the client named the topic by name only
 */
public record CommittedOffset(
        long offset, int leaderEpoch, String metadata, long commitTimestampMs, long expireTimestampMs, Uuid topicId) {

    /** The number that stands for a timestamp or epoch that is not there. */
    public static final int NONE = -1;
}
