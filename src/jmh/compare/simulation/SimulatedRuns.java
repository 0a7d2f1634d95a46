import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Lets JUnit run a simulation again and again in one JVM, and prints what each took: all of the process. Or, if JVMs
 * are to share the runs of one, lets it run that once.
 */
final class SimulatedRuns {
    private static final String PARAMETERS =
            "io.github.groupcoordinator.InMemoryKafka,org.apache.kafka.clients.producer.Producer";

    private SimulatedRuns() {}

    public static void main(String[] args) {
        Launcher launcher = LauncherFactory.create();
        String jvms = System.getProperty("embedded-group-coordinator.simulation.jvms");
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(
                        SimulatedTest.class,
                        jvms == null ? "everyRecordIsRead" : "everyRecordIsReadInEachJvm",
                        PARAMETERS))
                .build();
        if (jvms != null) {
            execute(launcher, request);
            return;
        }
        for (int i = Integer.getInteger("stories"); i > 0; i--) {
            SimulatedTest.runs = 0;
            long before = cpuNs();
            execute(launcher, request);
            long took = cpuNs() - before;
            System.out.printf(
                    Locale.ROOT, "simulation took %.0f ms of CPU for %d runs%n", took / 1e6, SimulatedTest.runs);
        }
    }

    private static void execute(Launcher launcher, LauncherDiscoveryRequest request) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        launcher.execute(request, summary);
        if (summary.getSummary().getTotalFailureCount() > 0) {
            throw new IllegalStateException("the simulation: "
                    + summary.getSummary().getFailures().get(0).getException());
        }
    }

    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
