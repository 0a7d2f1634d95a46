package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a real producer of records into a parameter, or into a field of the test's instance before each test; its
 * type is {@code Producer} or {@code KafkaProducer}.
 *
 * <p>May stand on another annotation, which then stands for it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@ExtendWith(MissingCluster.class)
@SuppressWarnings("rawtypes") // Class<? extends Serializer<?>> could not have Serializer.class as its default.
public @interface RecordProducer {

    /** Producer properties by their Kafka names, as {@code "linger.ms=0"}; defaults are Kafka's. */
    String[] properties() default {};

    /** Its {@code client.id}; by default {@code producer-1}, {@code producer-2}, ... */
    String clientId() default "";

    /**
     * Its {@code key.serializer}. The interface itself, which is the default, means the one of Kafka's for the
     * parameter's type: {@code Producer<Long, ...>} gets a {@code LongSerializer}.
     */
    Class<? extends Serializer> keySerializer() default Serializer.class;

    /** Its {@code value.serializer}; by default like {@link #keySerializer()}. */
    Class<? extends Serializer> valueSerializer() default Serializer.class;

    /**
     * A serde of the application's own, such as one for JSON, instead of {@link #keySerializer()}; it needs a
     * constructor without parameters and is configured with the properties. The interface itself, which is the default,
     * means none.
     */
    Class<? extends Serde> keySerde() default Serde.class;

    /** As {@link #keySerde()}, for values. */
    Class<? extends Serde> valueSerde() default Serde.class;
}
