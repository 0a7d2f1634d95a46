package io.github.groupcoordinator.internal.client;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The maker of real clients of one cluster, each from the application's own configuration. */
public interface ClientMaker {

    /** Makes a consumer; null deserializers mean those that the configuration names. */
    <K, V> KafkaConsumer<K, V> consumer(
            Map<?, ?> given, @Nullable Deserializer<K> keyDeserializer, @Nullable Deserializer<V> valueDeserializer);

    /** Makes a share consumer; null deserializers mean those that the configuration names. */
    <K, V> KafkaShareConsumer<K, V> shareConsumer(
            Map<?, ?> given, @Nullable Deserializer<K> keyDeserializer, @Nullable Deserializer<V> valueDeserializer);

    /** Makes a producer; null serializers mean those that the configuration names. */
    <K, V> KafkaProducer<K, V> producer(
            Map<?, ?> given, @Nullable Serializer<K> keySerializer, @Nullable Serializer<V> valueSerializer);

    /** Makes an admin client. */
    Admin admin(Map<?, ?> given);
}
