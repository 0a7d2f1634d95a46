package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The main class of a JVM of its own: takes its task from the standard input, lets JUnit run it, and tells of each run
 * in one line of the standard output. It ends when its input does, so that it does not outlive who started it.
 */
final class SimulationMain implements TestExecutionListener {
    /** The beginning of a line that tells of a run; what else is in the output, the JVM itself has written. */
    static final String TOLD = "simulation-run:";

    private final PrintStream told;
    private final PrintStream out = stream(false);
    private final PrintStream err = stream(true);
    private final List<ToldRun.Output> written = new ArrayList<>();
    private final List<LinkedHashMap<String, String>> published = new ArrayList<>();
    private boolean successful;

    private SimulationMain(PrintStream told) {
        this.told = told;
    }

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        ObjectInputStream input = new ObjectInputStream(System.in);
        Task task = (Task) input.readObject();
        Thread end = new Thread(() -> haltAtTheEndOf(input), "end of the simulation");
        end.setDaemon(true);
        end.start();
        task.systemProperties().forEach(System::setProperty);
        PrintStream told = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        SimulationMain main = new SimulationMain(told);
        System.setOut(main.out);
        System.setErr(main.err);
        int code = 1;
        try {
            main.run(task);
            code = 0;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(told);
        } finally {
            // Threads that the test has left behind keep no JVM alive.
            Runtime.getRuntime().halt(code);
        }
    }

    private static void haltAtTheEndOf(ObjectInputStream input) {
        try {
            while (input.read() >= 0) {
                // Nothing more is said.
            }
        } catch (IOException e) {
            // Whoever started this JVM has ended without closing the stream.
            Runtime.getRuntime().halt(2);
        }
        Runtime.getRuntime().halt(0);
    }

    private void run(Task task) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectUniqueId(task.test()))
                .configurationParameters(task.parameters())
                .build();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enableLauncherDiscoveryListenerAutoRegistration(false)
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .build())
                .execute(request, this);
    }

    /** The beginning of a run: what was written before the first belongs to none. */
    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            synchronized (this) {
                written.forEach(output -> told.print(output.text()));
                written.clear();
            }
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        successful = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (!successful) {
            told.println(test.getDisplayName() + ": " + result);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        told.println(test.getDisplayName() + " is skipped: " + reason);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        Map<String, String> pairs = entry.getKeyValuePairs();
        @Nullable ToldRun run = ToldRun.of(pairs);
        out.flush();
        err.flush();
        synchronized (this) {
            if (run == null) {
                published.add(new LinkedHashMap<>(pairs));
                return;
            }
            run.add(written, published, successful);
            written.clear();
            published.clear();
        }
        tell(run);
    }

    private void tell(ToldRun run) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(run);
        } catch (IOException e) {
            throw new IllegalStateException("A run can't be told of: " + e, e);
        }
        // Whatever the JVM itself has begun to write ends here.
        told.println("\n" + TOLD + Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    private PrintStream stream(boolean isError) {
        return new PrintStream(new Recorded(isError), true, StandardCharsets.UTF_8);
    }

    /** Keeps what a run writes; several threads may write. */
    private final class Recorded extends ByteArrayOutputStream {
        private final boolean isError;

        Recorded(boolean isError) {
            this.isError = isError;
        }

        @Override
        public synchronized void flush() {
            if (size() > 0) {
                String text = toString(StandardCharsets.UTF_8);
                reset();
                synchronized (SimulationMain.this) {
                    written.add(new ToldRun.Output(isError, text));
                }
            }
        }
    }
}
