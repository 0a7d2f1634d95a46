package io.github.groupcoordinator.junit5;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes within a test, and tells how they went. */
final class Run {
    private final EngineExecutionResults results;

    private Run(EngineExecutionResults results) {
        this.results = results;
    }

    static Run of(Class<?>... testClasses) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        Stream.of(testClasses).forEach(testClass -> kit.selectors(selectClass(testClass)));
        return new Run(kit.execute());
    }

    static Run of(DiscoverySelector selector) {
        return new Run(EngineTestKit.engine("junit-jupiter").selectors(selector).execute());
    }

    static Run with(String parameter, String value, Class<?> testClass) {
        return new Run(EngineTestKit.engine("junit-jupiter")
                .configurationParameter(parameter, value)
                .selectors(selectClass(testClass))
                .execute());
    }

    static Run inParallel(Class<?>... testClasses) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "same_thread")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism",
                        Integer.toString(testClasses.length));
        Stream.of(testClasses).forEach(testClass -> kit.selectors(selectClass(testClass)));
        return new Run(kit.execute());
    }

    long succeeded() {
        return results.testEvents().succeeded().count();
    }

    /** Returns what the tests were called that were run. */
    List<String> names() {
        return results.testEvents().started().stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    long aborted() {
        return results.testEvents().aborted().count();
    }

    /** Returns what tests and containers failed with. */
    List<Throwable> failures() {
        List<Throwable> failures = new ArrayList<>();
        results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .forEach(result -> result.getThrowable().ifPresent(failures::add));
        return failures;
    }

    /** Returns the one failure that there is. */
    Throwable failure() {
        List<Throwable> failures = failures();
        if (failures.size() != 1) {
            throw new AssertionError("expected one failure, but there are " + failures);
        }
        return failures.get(0);
    }

    /** Returns the reports of failures that were published. */
    List<String> reports() {
        return published("embedded-group-coordinator");
    }

    /** Returns the values that were published for a key. */
    List<String> published(String key) {
        return results.allEvents().reportingEntryPublished().stream()
                .map((Event event) -> event.getRequiredPayload(ReportEntry.class))
                .map(entry -> entry.getKeyValuePairs().get(key))
                .filter(value -> value != null)
                .toList();
    }
}
