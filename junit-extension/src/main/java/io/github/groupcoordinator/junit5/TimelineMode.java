package io.github.groupcoordinator.junit5;

import org.apiguardian.api.API;

/**
 * The occasion on which a test's {@linkplain io.github.groupcoordinator.report.Timeline timeline} is written to a file.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum TimelineMode {
    /**
     * As the annotation of the enclosing class says, or else JUnit's configuration parameter
     * {@code embedded-group-coordinator.timeline}, or else {@link #ON_FAILURE}.
     */
    DEFAULT,
    /** After every test. */
    ALWAYS,
    /** After a test that failed. */
    ON_FAILURE,
    /** Not at all. */
    NEVER
}
