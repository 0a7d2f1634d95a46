package io.github.groupcoordinator.internal.client.share;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A real {@link KafkaShareConsumer}. */
public final class ShareConsumerClient extends PolledClient {
    static final Field DELEGATE = Reflect.field(KafkaShareConsumer.class, "delegate");

    private final KafkaShareConsumer<?, ?> consumer;
    private final ShareConsumerDelegate<?, ?> real;
    private final Object guard;
    private final String groupId;
    private final ShareConsumerInternals internals;
    private final Unacknowledged unacknowledged;

    ShareConsumerClient(
            ClientLife life,
            KafkaShareConsumer<?, ?> consumer,
            ClientTime time,
            MemorySelectable network,
            ConsumerConfig config,
            ShareConsumerInternals internals) {
        super(life, time, network, internals);
        this.consumer = consumer;
        this.groupId = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
        this.internals = internals;
        this.unacknowledged = Unacknowledged.of(config);
        this.real = Reflect.get(DELEGATE, consumer);
        this.guard = guardOf(ShareConsumerDelegate.class, real);
        Reflect.set(DELEGATE, consumer, guard);
    }

    /** Returns the consumer as the user holds it. */
    @SuppressWarnings("unchecked") // Whoever made it knows its types.
    public <K, V> KafkaShareConsumer<K, V> consumer() {
        return (KafkaShareConsumer<K, V>) consumer;
    }

    @Override
    public Object held() {
        return consumer;
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
        return internals.membership().memberId();
    }

    @Override
    public int generationId() {
        return internals.membership().generationId();
    }

    @Override
    public boolean rejoinNeededOrPending() {
        return !internals.membership().isStable();
    }

    @Override
    public boolean isOfEpochs() {
        return true;
    }

    @Override
    public boolean hasToldItsSubscription(Set<String> known) {
        return internals.subscriptions().subscription().equals(known);
    }

    @Override
    public boolean isSubscribed() {
        return internals.subscriptions().hasAutoAssignedPartitions();
    }

    @Override
    public Set<TopicPartition> assignment() {
        return new LinkedHashSet<>(internals.subscriptions().assignedPartitions());
    }

    /** In explicit mode a poll is refused while records are left that its application has not acknowledged. */
    @Override
    public boolean isPollable() {
        return owner() == null && isSubscribed() && unacknowledged.isEmpty();
    }

    /** The positions of a share group are those of its partitions' leaders. */
    @Override
    public boolean hasPositions() {
        return true;
    }

    @Override
    public boolean pollGroupOnly() {
        if (owner() != null) {
            // Its thread does it, which has turns of its own.
            return false;
        }
        String outerCall = life().name("awaitStable");
        try {
            internals.pollGroupOnly();
        } catch (RuntimeException e) {
            thrown(e);
        } finally {
            life().name(outerCall);
        }
        return false;
    }

    @Override
    protected ConsumerRecords<?, ?> poll() {
        return consumer.poll(Duration.ZERO);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    protected @Nullable Object call(Method method, Object delegate, Object @Nullable [] arguments) throws Throwable {
        Object result = super.call(method, delegate, arguments);
        unacknowledged.called(method.getName(), arguments, result);
        return result;
    }

    @Override
    public void closeQuietly() {
        if (isStopped()) {
            closeDead();
            ended();
        } else {
            consumer.close(Duration.ofSeconds(30));
        }
    }
}
