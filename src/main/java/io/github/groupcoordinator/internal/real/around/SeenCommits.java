package io.github.groupcoordinator.internal.real.around;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The interceptor that tells of a consumer's commits. Kafka makes it, by its name. */
public final class SeenCommits implements ConsumerInterceptor<Object, Object> {
    private @Nullable ClientHook hook;

    /** For Kafka. */
    public SeenCommits() {}

    @Override
    public void configure(Map<String, ?> configs) {
        hook = configs.get(ClientHook.CONFIG) instanceof ClientHook given ? given : null;
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (hook != null) {
            hook.committed(offsets);
        }
    }

    @Override
    public void close() {
        // The consumer's guard sees its end.
    }
}
