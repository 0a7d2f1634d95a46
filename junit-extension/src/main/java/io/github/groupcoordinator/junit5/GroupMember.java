package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a real consumer that belongs to a group into a parameter, or into a field of the test's instance before each
 * test; its type is {@code Consumer} or {@code KafkaConsumer}. It has subscribed, but not polled yet: the group knows
 * it after {@code kafka.awaitStable(group)} or its first poll.
 *
 * <p>May stand on another annotation, which then stands for it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@ExtendWith(MissingCluster.class)
@SuppressWarnings("rawtypes") // Class<? extends Deserializer<?>> could not have Deserializer.class as its default.
public @interface GroupMember {

    /** Its {@code group.id}. */
    String group();

    /** The topics to subscribe to, which must exist; none, if the test subscribes by itself. */
    String[] topics() default {};

    /**
     * Its {@code group.protocol}; CONSUMER is that of KIP-848, for kafka-clients 4.0 and newer. CLASSIC, which is the
     * default, leaves it to the properties, and to Kafka.
     */
    GroupProtocol protocol() default GroupProtocol.CLASSIC;

    /** Consumer properties by their Kafka names, as {@code "session.timeout.ms=10000"}; defaults are Kafka's. */
    String[] properties() default {};

    /**
     * A listener to subscribe with; it needs a constructor without parameters. The interface itself, which is the
     * default, means none.
     */
    Class<? extends ConsumerRebalanceListener> listener() default ConsumerRebalanceListener.class;

    /**
     * Its {@code client.id}; by default the group and a number, {@code billing-1}, {@code billing-2}, ...: fields in
     * the order of their names, then parameters in theirs.
     */
    String clientId() default "";

    /**
     * Its {@code key.deserializer}. The interface itself, which is the default, means the one of Kafka's for the
     * parameter's type: {@code Consumer<Long, ...>} gets a {@code LongDeserializer}.
     */
    Class<? extends Deserializer> keyDeserializer() default Deserializer.class;

    /** Its {@code value.deserializer}; by default like {@link #keyDeserializer()}. */
    Class<? extends Deserializer> valueDeserializer() default Deserializer.class;

    /**
     * A serde of the application's own, such as one for JSON, instead of {@link #keyDeserializer()}; it needs a
     * constructor without parameters and is configured with the properties. The interface itself, which is the default,
     * means none.
     */
    Class<? extends Serde> keySerde() default Serde.class;

    /** As {@link #keySerde()}, for values. */
    Class<? extends Serde> valueSerde() default Serde.class;
}
