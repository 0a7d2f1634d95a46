package io.github.groupcoordinator.junit5.internal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;

/** The second run of tests, by a launcher of its own, of which nobody else is told. */
public final class SecondRun implements TestExecutionListener {

    private final String key;
    private final String parameter;
    private final ExtensionContext first;
    private @Nullable String evidence;
    private @Nullable String hindrance;
    private @Nullable Throwable failure;

    /**
     * @param key of the entry of the report that holds the evidence
     * @param parameter set for the second run only, to the instant at which the first one started
     */
    public SecondRun(String key, String parameter, ExtensionContext first) {
        this.parameter = parameter;
        this.key = key;
        this.first = first;
    }

    /**
     * Runs tests.
     *
     * @param tests their unique ids
     * @param startTime what {@code startTime = "now"} means
     * @throws AssertionFailedError if one of them does not pass
     */
    public Evidence of(List<String> tests, Instant startTime) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        tests.stream().map(DiscoverySelectors::selectUniqueId).toList())
                .configurationParameters(RunParameters.of(first))
                .configurationParameter(parameter, startTime.toString());
        run(request.build());
        if (hindrance != null) {
            throw new AssertionFailedError("The first run passed, but the second does not: " + hindrance, failure);
        }
        if (evidence == null) {
            throw new AssertionFailedError("The first run passed, but the second did not come to " + tests);
        }
        return Evidence.ofText(evidence);
    }

    private void run(LauncherDiscoveryRequest request) {
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build());
        launcher.execute(request, this);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String told = entry.getKeyValuePairs().get(key);
        if (told != null) {
            evidence = told;
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        hindered(test.getDisplayName() + " is skipped: " + reason, null);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            Throwable thrown = result.getThrowable().orElse(null);
            hindered(test.getDisplayName() + " fails: " + thrown, thrown);
        }
    }

    private void hindered(String how, @Nullable Throwable thrown) {
        if (hindrance == null) {
            hindrance = how;
            failure = thrown;
        }
    }
}
