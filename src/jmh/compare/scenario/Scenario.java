import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Locale;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Lets JUnit run the main scenario of the samples again and again in one JVM, and prints what each test took: from
 * before its parameters are made until what it left is closed.
 */
final class Scenario implements TestExecutionListener {
    private long startedNs;
    private TestExecutionResult result;

    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass("io.github.groupcoordinator.samples.MainScenarioTest"))
                .build();
        Launcher launcher = LauncherFactory.create();
        for (int i = Integer.getInteger("stories"); i > 0; i--) {
            Scenario scenario = new Scenario();
            launcher.execute(request, scenario);
            if (scenario.result == null || scenario.result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                throw new IllegalStateException("the main scenario: " + scenario.result);
            }
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        startedNs = System.nanoTime(); // the test starts last, within its class
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult outcome) {
        if (test.isTest()) {
            System.out.printf(Locale.ROOT, "story took %.3f ms%n", (System.nanoTime() - startedNs) / 1e6);
            result = outcome;
        }
    }
}
