package io.github.groupcoordinator.internal.real;

import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;

/** A share consumer on a real cluster; linked only where kafka-clients have them. */
final class RealShareConsumer extends GuardedClient {

    RealShareConsumer(Scene scene, KafkaShareConsumer<?, ?> consumer, String clientId, String groupId) {
        super(scene, consumer, ShareConsumerDelegate.class, clientId, groupId);
        behind(Networks.gate(delegate(), () -> {}));
    }

    /** It joins its group with its first poll, and needs no more of them; another one might acquire records. */
    @Override
    void pollGroupOnly(Duration timeout) {
        poll(Duration.ZERO);
    }
}
