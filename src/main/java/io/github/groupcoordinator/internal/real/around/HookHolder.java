package io.github.groupcoordinator.internal.real.around;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A hook that stands in a configuration before there is the client that it is for. */
public final class HookHolder implements ClientHook {
    private volatile @Nullable ClientHook hook;

    public void leadTo(ClientHook made) {
        hook = made;
    }

    @Override
    public void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        ClientHook to = hook;
        if (to != null) {
            to.committed(offsets);
        }
    }

    @Override
    public void sendsTo(String topic) {
        ClientHook to = hook;
        if (to != null) {
            to.sendsTo(topic);
        }
    }

    @Override
    public void acknowledged() {
        ClientHook to = hook;
        if (to != null) {
            to.acknowledged();
        }
    }

    @Override
    public void isClosing() {
        ClientHook to = hook;
        if (to != null) {
            to.isClosing();
        }
    }
}
