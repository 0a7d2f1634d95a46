import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Lets JUnit run a simulation again and again in one JVM, and prints what each took: all of the process. */
final class SimulatedRuns {
    private SimulatedRuns() {}

    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(SimulatedTest.class))
                .build();
        Launcher launcher = LauncherFactory.create();
        for (int i = Integer.getInteger("stories"); i > 0; i--) {
            SimulatedTest.runs = 0;
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            long before = cpuNs();
            launcher.execute(request, summary);
            long took = cpuNs() - before;
            if (summary.getSummary().getTotalFailureCount() > 0) {
                throw new IllegalStateException("the simulation: "
                        + summary.getSummary().getFailures().get(0).getException());
            }
            System.out.printf(
                    Locale.ROOT, "simulation took %.0f ms of CPU for %d runs%n", took / 1e6, SimulatedTest.runs);
        }
    }

    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
