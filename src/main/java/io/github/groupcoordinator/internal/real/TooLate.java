package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.ClientMaker;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The refusal of clients that a thread makes when its test is over. */
final class TooLate implements ClientMaker {
    private final String address;

    TooLate(String address) {
        this.address = address;
    }

    private IllegalStateException refused(String what) {
        return new IllegalStateException("Thread '" + Thread.currentThread().getName() + "' makes " + what
                + " of the real cluster at " + address + ", but the test that started the thread is over, and nobody"
                + " would take away what it leaves there. End the application's threads before the test ends.");
    }

    @Override
    public <K, V> KafkaConsumer<K, V> consumer(
            Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
        throw refused("a consumer");
    }

    @Override
    public <K, V> KafkaShareConsumer<K, V> shareConsumer(
            Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
        throw refused("a share consumer");
    }

    @Override
    public <K, V> KafkaProducer<K, V> producer(
            Map<?, ?> given, @Nullable Serializer<K> keys, @Nullable Serializer<V> values) {
        throw refused("a producer");
    }

    @Override
    public Admin admin(Map<?, ?> given) {
        throw refused("an admin client");
    }
}
