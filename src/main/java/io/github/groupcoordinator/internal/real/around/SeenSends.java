package io.github.groupcoordinator.internal.real.around;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The interceptor that tells of the topics a producer sends to, and of its end. Kafka makes it, by its name. */
public final class SeenSends implements ProducerInterceptor<Object, Object> {
    private @Nullable ClientHook hook;

    /** For Kafka. */
    public SeenSends() {}

    @Override
    public void configure(Map<String, ?> configs) {
        hook = configs.get(ClientHook.CONFIG) instanceof ClientHook given ? given : null;
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
        if (hook != null) {
            hook.sendsTo(record.topic());
        }
        return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (hook != null) {
            hook.acknowledged();
        }
    }

    @Override
    public void close() {
        if (hook != null) {
            hook.isClosing();
        }
    }
}
