package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.junit5.internal.RealClusterCondition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Disables a test, or the tests of a class, where tests run on a real cluster ({@code
 * embedded-group-coordinator.cluster}). A test that calls what is not portable needs no annotation: it is aborted by
 * itself. This is for one that would try, and come to another result.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RealClusterCondition.class)
public @interface DisabledOnRealCluster {

    /** Why the test holds in memory only. */
    String value();
}
