package io.github.groupcoordinator.internal.broker.api.record;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/**
 * The records and errors that were read for a fetch.
 *
 * @param partitions in the order in which they were asked for
 * @param endpoints where new leaders are, for those who ask the wrong node
 * @param isEnough whether the fetch need not wait: minimum bytes reached, an error, or a diverging epoch
 * @param nothingValid whether there is no partition to wait for
 */
record FetchResult(List<Read> partitions, List<NodeEndpoint> endpoints, boolean isEnough, boolean nothingValid) {

    /** One partition's part of the answer, with the size of its records. */
    record Read(FetchTarget target, PartitionData data, int sizeInBytes) {}

    /** Makes the response of these partitions, those of one topic together where they follow one another. */
    FetchResponseData response(int sessionId, List<Read> included) {
        FetchResponseData response = new FetchResponseData().setSessionId(sessionId);
        response.nodeEndpoints().addAll(endpoints);
        FetchTarget previous = null;
        FetchableTopicResponse current = null;
        for (Read read : included) {
            FetchTarget target = read.target();
            if (current == null || previous == null || !isOfOneTopic(previous, target)) {
                current = new FetchableTopicResponse()
                        .setTopic(target.topic() == null ? "" : target.topic())
                        .setTopicId(target.topicId());
                response.responses().add(current);
            }
            current.partitions().add(read.data());
            previous = target;
        }
        return response;
    }

    private static boolean isOfOneTopic(FetchTarget a, FetchTarget b) {
        return a.key().topic().equals(b.key().topic()) && a.topicId().equals(b.topicId());
    }
}
