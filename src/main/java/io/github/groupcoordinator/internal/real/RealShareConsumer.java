package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A share consumer on a real cluster; linked only where kafka-clients have them. */
final class RealShareConsumer extends GuardedClient {
    private volatile String memberId = "";
    private boolean hasToAsk;

    RealShareConsumer(Scene scene, KafkaShareConsumer<?, ?> consumer, String clientId, String groupId) {
        super(scene, consumer, ShareConsumerDelegate.class, clientId, groupId);
        behind(Networks.gate(delegate(), () -> {}, scene.belongings()::asksFor));
    }

    @Override
    boolean isShareConsumer() {
        return true;
    }

    /** Returns the id that it drew for itself; empty while its own thread has not begun. */
    @Override
    public String memberId() {
        if (memberId.isEmpty()) {
            memberId = Internals.memberId(delegate()).orElse("");
        }
        return memberId;
    }

    SortedSet<String> subscription() {
        return new TreeSet<>(subscriptions().subscription());
    }

    /** Returns what it believes to be assigned to it, sorted. */
    SortedSet<TopicPartition> assignment() {
        SortedSet<TopicPartition> assignment = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        assignment.addAll(subscriptions().assignedPartitions());
        return assignment;
    }

    @Override
    @Nullable
    Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        Object result = direct(method, arguments);
        hasToAsk |= method.getName().equals("subscribe");
        return result;
    }

    @Override
    void polling() {
        hasToAsk = false;
    }

    /** Its first poll after it has subscribed asks its thread to join; another one might take records. */
    @Override
    boolean pollGroupOnly(Duration timeout) {
        if (hasToAsk) {
            poll(Duration.ZERO);
        }
        return false;
    }

    /** The way to the id of its membership. */
    private static final class Internals {
        private static final Field HANDLER = Reflect.field(
                Reflect.type("org.apache.kafka.clients.consumer.internals.ShareConsumerImpl"),
                "applicationEventHandler");
        private static final Field NETWORK_THREAD = Reflect.field(HANDLER.getType(), "networkThread");
        private static final Field REQUEST_MANAGERS = Reflect.field(NETWORK_THREAD.getType(), "requestManagers");
        private static final Field MEMBERSHIP = Reflect.field(REQUEST_MANAGERS.getType(), "shareMembershipManager");

        static Optional<String> memberId(Object delegate) {
            Object thread = Reflect.get(NETWORK_THREAD, Reflect.get(HANDLER, delegate));
            Object managers = Reflect.getOrNull(REQUEST_MANAGERS, thread);
            if (managers == null) {
                return Optional.empty();
            }
            return Reflect.<Optional<?>>get(MEMBERSHIP, managers)
                    .map(membership -> String.valueOf(
                            Reflect.invoke(Reflect.method(membership.getClass(), "memberId"), membership)));
        }
    }
}
