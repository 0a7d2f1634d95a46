package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;

/**
 * CreateTopics v2-7; v4 partition count and replication factor may be left to the broker; v5 tells the configuration
 * (KIP-525); v7 topic ids.
 */
public final class CreateTopicsHandler extends RequestHandler<CreateTopicsRequestData> {
    private final TopicCreation creation;

    public CreateTopicsHandler(TopicCreation creation) {
        super(TopicApis.CREATE_TOPICS);
        this.creation = creation;
    }

    @Override
    public void answer(Request request, CreateTopicsRequestData body) {
        CreateTopicsResponseData response = new CreateTopicsResponseData();
        Collection<CreatableTopicResult> results = response.topics();
        results.addAll(creation.create(body.topics(), body.validateOnly()));
        request.reply(response);
    }
}
