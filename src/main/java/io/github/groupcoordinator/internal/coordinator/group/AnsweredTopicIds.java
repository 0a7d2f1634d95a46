package io.github.groupcoordinator.internal.coordinator.group;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;

/** The topic ids that answers to OffsetCommit and OffsetFetch v10 repeat; clients before 4.1 have no field for them. */
final class AnsweredTopicIds {
    private static final int FIRST_VERSION_WITH_TOPIC_ID = 10;
    private static final boolean COMMIT_HAS_TOPIC_ID =
            ApiKeys.OFFSET_COMMIT.messageType.highestSupportedVersion(true) >= FIRST_VERSION_WITH_TOPIC_ID;
    private static final boolean FETCH_HAS_TOPIC_ID =
            ApiKeys.OFFSET_FETCH.messageType.highestSupportedVersion(true) >= FIRST_VERSION_WITH_TOPIC_ID;

    private AnsweredTopicIds() {}

    /** Puts the topic id of the request into the response and returns it; ZERO_UUID if there is none. */
    static Uuid copy(OffsetCommitRequestTopic from, OffsetCommitResponseTopic to) {
        return COMMIT_HAS_TOPIC_ID ? Commit.copy(from, to) : Uuid.ZERO_UUID;
    }

    /** Puts the topic id of the request into the response and returns it; ZERO_UUID if there is none. */
    static Uuid copy(OffsetFetchRequestTopics from, OffsetFetchResponseTopics to) {
        return FETCH_HAS_TOPIC_ID ? Fetch.copy(from, to) : Uuid.ZERO_UUID;
    }

    /** Returns whether two ids, either of which may be unknown, can name the same topic. */
    static boolean mayBeSame(Uuid one, Uuid other) {
        return one.equals(Uuid.ZERO_UUID) || other.equals(Uuid.ZERO_UUID) || one.equals(other);
    }

    /** Linked only if the clients know the field. */
    private static final class Commit {
        static Uuid copy(OffsetCommitRequestTopic from, OffsetCommitResponseTopic to) {
            to.setTopicId(from.topicId());
            return from.topicId();
        }
    }

    /** Linked only if the clients know the field. */
    private static final class Fetch {
        static Uuid copy(OffsetFetchRequestTopics from, OffsetFetchResponseTopics to) {
            to.setTopicId(from.topicId());
            return from.topicId();
        }
    }
}
