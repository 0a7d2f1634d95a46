package io.github.groupcoordinator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
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
 * hash set, a thread of its own.
 *
 * <p>On a method it stands in the place of {@code @Test}, beside an {@link EmbeddedGroupCoordinator} with a cluster for
 * each test; both runs are told. On a class it makes every test of it run once more when it has passed, parameterized
 * ones too, from the beginning and by a launcher of its own ({@code org.junit.platform:junit-platform-launcher} must be
 * on the class path, as it normally is where tests are run); of the second run only the difference is told. Where the
 * cluster lives as long as the class, the whole class is run once more. The configuration parameter {@code
 * embedded-group-coordinator.verify-repeatable}, set to {@code true}, does the same for every test of every class.
 * {@link Simulation Simulations} are left out, which repeat the run that failed by themselves, and clusters with a
 * listener, whose clients outside do not repeat themselves.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@TestTemplate
@ExtendWith(RepeatableExtension.class)
@Execution(ExecutionMode.SAME_THREAD) // The second run is compared with the first.
public @interface VerifyRepeatable {}
