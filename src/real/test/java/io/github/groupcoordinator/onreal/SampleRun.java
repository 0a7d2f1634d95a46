package io.github.groupcoordinator.onreal;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the samples, and what came of each. */
final class SampleRun implements TestExecutionListener {
    private static final String SAMPLES = "io.github.groupcoordinator.samples";

    /** Spring's and those with an agent have clusters of another kind; the rest starts clusters in memory itself. */
    private static final String ELSEWHERE = ".*\\.samples\\.(bugs|spring|threads)\\..*|.*\\.SameEveryTime.*";

    private final SortedMap<String, Outcome> outcomes = new TreeMap<>();
    private final Map<String, Long> began = new TreeMap<>();

    /** The outcome of one sample: passed, aborted or differs, and why. */
    record Outcome(String what, String why, Duration took) {}

    /** Runs them all, with configuration parameters. */
    static SortedMap<String, Outcome> of(Map<String, String> parameters) {
        SampleRun run = new SampleRun();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage(SAMPLES))
                .filters(
                        ClassNameFilter.includeClassNamePatterns(System.getProperty("real.samples", ".*Test")),
                        ClassNameFilter.excludeClassNamePatterns(ELSEWHERE))
                .configurationParameters(parameters)
                .configurationParameter("embedded-group-coordinator.timeline", "never")
                // One that hangs is one that differs; the others are run all the same.
                .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "5 m")
                .build();
        LauncherFactory.create().execute(request, run);
        return run.outcomes;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        began.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, "aborted", reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Throwable thrown = result.getThrowable().orElse(null);
        String why = thrown == null ? "" : String.valueOf(thrown.getMessage());
        boolean isSample = test.isTest();
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (isSample) {
                    note(test, "passed", "");
                }
            }
            case ABORTED -> note(test, "aborted", why);
            case FAILED -> note(test, "differs", why);
        }
    }

    private void note(TestIdentifier test, String what, String why) {
        String name = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> source.getJavaClass().getSimpleName() + "." + source.getMethodName())
                .orElse(test.getLegacyReportingName());
        String of = test.isTest() && test.getDisplayName().startsWith("[") ? " " + test.getDisplayName() : "";
        long took = System.nanoTime() - began.getOrDefault(test.getUniqueId(), System.nanoTime());
        outcomes.put(name + of, new Outcome(what, why, Duration.ofNanos(took)));
        System.out.println(
                name + of + " " + what + " in " + Duration.ofNanos(took).toMillis() + " ms");
    }
}
