package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.common.serialization.Serializer;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a real producer of records; the parameter is a {@code Producer} or a {@code KafkaProducer}.
 *
 * <p>May stand on another annotation, which then stands for it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
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
}
