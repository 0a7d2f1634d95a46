package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs a test twice, each time in a cluster of its own, and fails if the two runs differ: with the first event, request
 * or record that does. What makes them differ is the application's: the wall clock, a random number, the order of a
 * hash set, a thread of its own. It stands in the place of {@code @Test}, beside an {@link EmbeddedGroupCoordinator}
 * with a cluster for each test.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(RepeatableExtension.class)
@Execution(ExecutionMode.SAME_THREAD) // The second run is compared with the first.
public @interface VerifyRepeatable {}
