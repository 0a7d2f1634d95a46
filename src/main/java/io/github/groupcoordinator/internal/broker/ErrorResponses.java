package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.log.KafkaRecords;
import io.github.groupcoordinator.internal.log.KafkaRequests;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.jspecify.annotations.Nullable;

/** The answer to a request that is all error, in the place where the API has it. */
final class ErrorResponses {
    private static final Set<Errors> WHOLE_FETCH = EnumSet.of(
            Errors.FETCH_SESSION_ID_NOT_FOUND,
            Errors.INVALID_FETCH_SESSION_EPOCH,
            Errors.FETCH_SESSION_TOPIC_ID_ERROR,
            Errors.UNKNOWN_SERVER_ERROR);

    private ErrorResponses() {}

    /**
     * Returns the answer, or null if the request expects none.
     *
     * @param bytes the request's body, encoded
     */
    static @Nullable ApiMessage of(ApiKeys api, short version, ApiMessage body, ByteBuffer bytes, Errors error) {
        if (body instanceof FetchRequestData fetch && !WHOLE_FETCH.contains(error)) {
            return inEachPartition(fetch, error);
        }
        AbstractResponse response = KafkaRequests.parse(api, version, bytes).getErrorResponse(error.exception());
        return response == null ? null : response.data();
    }

    /** Kafka's own error response to a Fetch is for requests that fail as a whole; a log's errors are in partitions. */
    private static FetchResponseData inEachPartition(FetchRequestData fetch, Errors error) {
        FetchResponseData response = new FetchResponseData();
        for (FetchTopic topic : fetch.topics()) {
            FetchableTopicResponse answer =
                    new FetchableTopicResponse().setTopic(topic.topic()).setTopicId(topic.topicId());
            for (FetchPartition partition : topic.partitions()) {
                PartitionData data = new PartitionData()
                        .setPartitionIndex(partition.partition())
                        .setErrorCode(error.code())
                        .setHighWatermark(-1);
                answer.partitions().add(KafkaRecords.instance().withRecords(data, ByteBuffer.allocate(0)));
            }
            response.responses().add(answer);
        }
        return response;
    }

    /** Puts an error on every topic of an answer that Kafka never gives without its list of brokers. */
    static void onEachTopic(MetadataResponseData metadata, Errors error) {
        for (MetadataResponseTopic topic : metadata.topics()) {
            topic.setErrorCode(error.code()).setPartitions(new ArrayList<>());
        }
    }
}
