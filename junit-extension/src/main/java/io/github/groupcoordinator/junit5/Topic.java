package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** A topic that exists when the test starts; see {@link EmbeddedGroupCoordinator#topics()}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Topic {

    /** Its name. */
    public String name();

    /** The number of partitions, at least 1. */
    int partitions() default 1;
}
