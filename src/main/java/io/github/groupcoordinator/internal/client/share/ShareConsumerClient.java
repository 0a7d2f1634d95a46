package io.github.groupcoordinator.internal.client.share;

import io.github.groupcoordinator.internal.client.member.MemberClient;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import java.lang.reflect.Field;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;

/** A real {@link KafkaShareConsumer}. */
public final class ShareConsumerClient extends MemberClient {
    static final Field DELEGATE = Reflect.field(KafkaShareConsumer.class, "delegate");

    private final KafkaShareConsumer<?, ?> consumer;
    private final Object guard;
    private final String groupId;
    private final ShareConsumerInternals internals;

    ShareConsumerClient(
            ClientLife life,
            KafkaShareConsumer<?, ?> consumer,
            ClientTime time,
            MemorySelectable network,
            String groupId,
            ShareConsumerInternals internals) {
        super(life, time, network, internals);
        this.consumer = consumer;
        this.groupId = groupId;
        this.internals = internals;
        this.guard = guardOf(ShareConsumerDelegate.class, Reflect.get(DELEGATE, consumer));
        Reflect.set(DELEGATE, consumer, guard);
    }

    /** Returns the consumer as the user holds it. */
    @SuppressWarnings("unchecked") // Whoever made it knows its types.
    public <K, V> KafkaShareConsumer<K, V> consumer() {
        return (KafkaShareConsumer<K, V>) consumer;
    }

    @Override
    public boolean is(Object candidate) {
        // A spy is a copy of the consumer: another object with the same delegate.
        return candidate == consumer
                || candidate == guard
                || (candidate instanceof KafkaShareConsumer<?, ?> copy && Reflect.getOrNull(DELEGATE, copy) == guard);
    }

    @Override
    public String group() {
        return groupId;
    }

    @Override
    public String memberId() {
        return internals.memberId();
    }

    @Override
    public void closeQuietly() {
        if (isCrashed()) {
            internals.closeDead();
            ended();
        } else {
            consumer.close(Duration.ofSeconds(30));
        }
    }
}
