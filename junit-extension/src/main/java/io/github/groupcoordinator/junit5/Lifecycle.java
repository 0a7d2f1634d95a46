package io.github.groupcoordinator.junit5;

import org.apiguardian.api.API;

/** The lifetime of the cluster of an {@link EmbeddedGroupCoordinator}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum Lifecycle {
    /** A fresh cluster, at the start time, for each test method (and each invocation of a parameterized test). */
    PER_METHOD,
    /**
     * One cluster for all tests of the annotated class and of the nested classes that have no annotation of their own.
     *
     * <p>They must not run in parallel, as a cluster is driven by one thread at a time: where JUnit's parallel
     * execution is on, add {@code @Execution(ExecutionMode.SAME_THREAD)} to the class.
     */
    PER_CLASS
}
