package io.github.groupcoordinator.internal.broker.persister;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * One of the five state APIs as a persister asks it: how the questions about several share-partitions become one
 * request, and how its answer is taken apart.
 *
 * @param <Q> what is asked of a share-partition
 * @param <R> what is answered about it
 */
interface StateApi<Q, R> {

    /** Returns what it does, for messages: {@code "read state"}. */
    String doing();

    /** Returns one request for questions about share-partitions of one group. */
    ApiMessage request(String groupId, Map<Uuid, List<Asked<Q>>> byTopic);

    /**
     * A question about a partition of a topic.
     *
     * @param <Q> what is asked
     */
    record Asked<Q>(int partition, Q question) {}

    /** Hands over what an answer says about each share-partition. */
    void read(ApiMessage response, Results<R> results);

    /** Returns the error of an answer, or NONE. */
    Errors error(R result);

    /** Returns the message that came with the error of an answer. */
    String message(R result);

    /** Returns the answer that says that it failed. */
    R failed(Errors error, String message);

    /**
     * The answers about share-partitions, the first one about each.
     *
     * @param <R> what is answered
     */
    final class Results<R> {
        private final Map<Uuid, Map<Integer, R>> byTopic = new LinkedHashMap<>();

        void add(Uuid topicId, int partition, R result) {
            byTopic.computeIfAbsent(topicId, unused -> new LinkedHashMap<>()).putIfAbsent(partition, result);
        }

        Map<Uuid, Map<Integer, R>> byTopic() {
            return byTopic;
        }
    }
}
