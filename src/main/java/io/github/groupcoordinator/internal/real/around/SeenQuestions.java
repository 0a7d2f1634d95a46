package io.github.groupcoordinator.internal.real.around;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/** The questions of a client for topics that a broker creates for it if they are not there. */
final class SeenQuestions {
    private SeenQuestions() {}

    /** Returns the topics by name that a request asks for, if that may create them. */
    static Optional<Collection<String>> topicsIn(NetworkSend send) {
        return Frame.of(send)
                .filter(frame -> frame.apiKey() == ApiKeys.METADATA.id)
                .flatMap(SeenQuestions::topicsIn);
    }

    private static Optional<Collection<String>> topicsIn(Frame frame) {
        ByteBufferAccessor in = frame.reader();
        frame.header(in);
        MetadataRequestData request = new MetadataRequestData(in, frame.version());
        if (!request.allowAutoTopicCreation() || request.topics() == null) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        request.topics().forEach(topic -> {
            if (topic.name() != null) {
                names.add(topic.name());
            }
        });
        return Optional.of(names);
    }
}
