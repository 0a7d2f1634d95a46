package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a real share consumer (KIP-932), with kafka-clients 4.1 and newer, into a parameter, or into a field of the
 * test's instance before each test; its type is {@code ShareConsumer} or {@code KafkaShareConsumer}. It has subscribed,
 * but not polled yet: the group knows it after {@code kafka.awaitStable(group)} or its first poll.
 *
 * <p>May stand on another annotation, which then stands for it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@ExtendWith(MissingCluster.class)
@SuppressWarnings("rawtypes") // Class<? extends Deserializer<?>> could not have Deserializer.class as its default.
public @interface ShareMember {

    /** Its {@code group.id}. */
    String group();

    /** The topics to subscribe to, which must exist; none, if the test subscribes by itself. */
    String[] topics() default {};

    /**
     * Properties of share consumers by their Kafka names, as {@code "share.acknowledgement.mode=explicit"}; defaults
     * are Kafka's.
     */
    String[] properties() default {};

    /**
     * Its {@code client.id}; by default the group and a number, {@code work-1}, {@code work-2}, ...: fields in the
     * order of their names, then parameters in theirs.
     */
    String clientId() default "";

    /**
     * Its {@code key.deserializer}. The interface itself, which is the default, means the one of Kafka's for the
     * parameter's type: {@code ShareConsumer<Long, ...>} gets a {@code LongDeserializer}.
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
