package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.log.KafkaRequests;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.jspecify.annotations.Nullable;

/** The answer to a request that is all error, in the place where the API has it. */
final class ErrorResponses {
    private ErrorResponses() {}

    /**
     * Returns the answer, or null if the request expects none.
     *
     * @param bytes the request's body, encoded
     */
    public static @Nullable ApiMessage of(ApiKeys api, short version, ByteBuffer bytes, Throwable error) {
        AbstractResponse response = KafkaRequests.parse(api, version, bytes).getErrorResponse(error);
        return response == null ? null : response.data();
    }

    /** Returns what a client is told that asks for versions in a version that is not served (KIP-511). */
    static ApiVersionsResponseData unsupportedVersion(ApiVersionTable.Range own) {
        ApiVersionsResponseData response =
                new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        Collection<ApiVersion> keys = response.apiKeys();
        keys.add(new ApiVersion()
                .setApiKey(own.api().id)
                .setMinVersion(own.min())
                .setMaxVersion(own.max()));
        return response;
    }

    /** Puts an error on every topic of an answer that Kafka never gives without its list of brokers. */
    static void onEachTopic(MetadataResponseData metadata, Errors error) {
        for (MetadataResponseTopic topic : metadata.topics()) {
            topic.setErrorCode(error.code()).setPartitions(new ArrayList<>());
        }
    }
}
