package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.cluster.Topics;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;

/**
 * The names and ids of topics in OffsetCommit v10 and OffsetFetch v10. The fields came with kafka-clients 4.1: nothing
 * here may be called for older versions, and nothing of it may be written elsewhere.
 */
final class OffsetTopicIds {
    private OffsetTopicIds() {}

    static String nameOf(Topics topics, OffsetCommitRequestTopic topic) {
        Topic found = topics.find(topic.topicId());
        return found == null ? "" : found.name();
    }

    static String nameOf(Topics topics, OffsetFetchRequestTopics topic) {
        Topic found = topics.find(topic.topicId());
        return found == null ? "" : found.name();
    }

    static Uuid of(OffsetCommitRequestTopic topic) {
        return topic.topicId();
    }

    static OffsetCommitRequestTopic copy(OffsetCommitRequestTopic from, OffsetCommitRequestTopic to) {
        return to.setTopicId(from.topicId());
    }

    static OffsetCommitResponseTopic copy(OffsetCommitRequestTopic from, OffsetCommitResponseTopic to) {
        return to.setTopicId(from.topicId());
    }

    static OffsetFetchRequestTopics copy(OffsetFetchRequestTopics from, OffsetFetchRequestTopics to) {
        return to.setTopicId(from.topicId());
    }

    static OffsetFetchResponseTopics copy(OffsetFetchRequestTopics from, OffsetFetchResponseTopics to) {
        return to.setTopicId(from.topicId());
    }

    /** Puts the id in by the name; returns false if there is no such topic, which v10 has no way to write. */
    static boolean complete(Topics topics, OffsetFetchResponseTopics topic) {
        Topic found = topics.find(topic.name());
        if (found == null) {
            return false;
        }
        topic.setTopicId(found.id());
        return true;
    }
}
