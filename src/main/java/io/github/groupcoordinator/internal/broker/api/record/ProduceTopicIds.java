package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.cluster.Topics;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.jspecify.annotations.Nullable;

/**
 * The topic ids of Produce v13. kafka-clients before 4.1 do not have these fields: nothing here may be called for
 * older versions, and nothing of it may be written elsewhere.
 */
final class ProduceTopicIds {
    private ProduceTopicIds() {}

    public static @Nullable Topic find(Topics topics, TopicProduceData topic) {
        return topics.find(topic.topicId());
    }

    static TopicProduceResponse copy(TopicProduceData from, TopicProduceResponse to) {
        return to.setTopicId(from.topicId());
    }
}
