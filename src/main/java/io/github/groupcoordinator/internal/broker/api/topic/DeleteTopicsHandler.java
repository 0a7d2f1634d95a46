package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** DeleteTopics v1-6; v3 TOPIC_DELETION_DISABLED; v6 by topic id (KIP-516). Kafka shuffles the answers; here not. */
public final class DeleteTopicsHandler extends RequestHandler<DeleteTopicsRequestData> {
    private final Cluster cluster;
    private final Consumer<String> delete;

    public DeleteTopicsHandler(Cluster cluster, Consumer<String> delete) {
        super(TopicApis.DELETE_TOPICS);
        this.cluster = cluster;
        this.delete = delete;
    }

    @Override
    public void answer(Request request, DeleteTopicsRequestData body) {
        List<DeleteTopicState> asked = new ArrayList<>();
        if (request.version() >= 6) {
            asked.addAll(body.topics());
        } else {
            for (String name : body.topicNames()) {
                asked.add(new DeleteTopicState().setName(name));
            }
        }
        DeleteTopicsResponseData response = new DeleteTopicsResponseData();
        Collection<DeletableTopicResult> results = response.responses();
        if (!cluster.config().deleteTopicEnable()) {
            Errors error = request.version() < 3 ? Errors.INVALID_REQUEST : Errors.TOPIC_DELETION_DISABLED;
            for (DeleteTopicState state : asked) {
                results.add(result(state.name(), state.topicId(), error, error.message()));
            }
            request.reply(response);
            return;
        }
        results.addAll(deleteAll(asked));
        request.reply(response);
    }

    private static DeletableTopicResult result(@Nullable String name, Uuid id, Errors error, @Nullable String message) {
        return new DeletableTopicResult()
                .setName(name)
                .setTopicId(id)
                .setErrorCode(error.code())
                .setErrorMessage(message);
    }

    private List<DeletableTopicResult> deleteAll(List<DeleteTopicState> asked) {
        List<DeletableTopicResult> results = new ArrayList<>();
        Set<DeleteTopicState> duplicates = Duplicates.of(asked);
        Set<DeleteTopicState> distinct = new LinkedHashSet<>(asked);
        List<Topic> doomed = new ArrayList<>();
        for (DeleteTopicState state : distinct) {
            String name = state.name();
            boolean hasId = !state.topicId().equals(Uuid.ZERO_UUID);
            if (name == null && !hasId) {
                results.add(invalid(state, "Neither topic name nor id were specified."));
            } else if (name != null && hasId) {
                results.add(invalid(state, "You may not specify both topic name and topic id."));
            } else if (duplicates.contains(state)) {
                results.add(invalid(state, name == null ? "Duplicate topic id." : "Duplicate topic name."));
            } else {
                Topic topic = name == null
                        ? cluster.topics().find(state.topicId())
                        : cluster.topics().find(name);
                if (topic == null) {
                    Errors error = name == null ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
                    results.add(result(name, state.topicId(), error, error.message()));
                } else if (name != null
                        && distinct.contains(
                                new DeleteTopicState().setName(null).setTopicId(topic.id()))) {
                    String twice = "The provided topic name maps to an ID that was already supplied.";
                    results.add(result(name, topic.id(), Errors.INVALID_REQUEST, twice));
                } else if (name != null || !isNamedOnce(topic, distinct, duplicates)) {
                    doomed.add(topic);
                }
            }
        }
        for (Topic topic : doomed) {
            delete.accept(topic.name());
            results.add(result(topic.name(), topic.id(), Errors.NONE, null));
        }
        return results;
    }

    /** A topic that is given by id and by name stays, and is answered under its name. */
    private static boolean isNamedOnce(Topic topic, Set<DeleteTopicState> distinct, Set<DeleteTopicState> duplicates) {
        DeleteTopicState byName = new DeleteTopicState().setName(topic.name());
        return distinct.contains(byName) && !duplicates.contains(byName);
    }

    private static DeletableTopicResult invalid(DeleteTopicState state, String message) {
        return result(state.name(), state.topicId(), Errors.INVALID_REQUEST, message);
    }
}
