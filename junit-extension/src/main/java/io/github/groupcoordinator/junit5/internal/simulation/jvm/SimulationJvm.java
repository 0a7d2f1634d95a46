package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One JVM that runs a part of a simulation, and what it has told so far. */
final class SimulationJvm {
    private static final int LAST_LINES = 40;

    private final Process process;

    /** The runs in their order; an empty one says that there are no more. */
    private final BlockingQueue<Optional<ToldRun>> told = new LinkedBlockingQueue<>();

    private final Deque<String> lastLines = new ArrayDeque<>();

    private SimulationJvm(Process process, Task task) {
        this.process = process;
        Thread reader = new Thread(this::read, "runs of a simulation");
        reader.setDaemon(true);
        reader.start();
        try {
            // The process keeps the stream open: when it ends, so does the JVM.
            ObjectOutputStream input = new ObjectOutputStream(process.getOutputStream());
            input.writeObject(task);
            input.flush();
        } catch (IOException e) {
            // It has ended already; whoever asks for its first run is told of that, with what it wrote.
            keep("Its task could not be told: " + e);
        }
    }

    static SimulationJvm start(Task task) {
        try {
            Process process = new ProcessBuilder(JavaCommand.of(SimulationMain.class))
                    .redirectErrorStream(true)
                    .start();
            return new SimulationJvm(process, task);
        } catch (IOException e) {
            throw new UncheckedIOException("A JVM for runs of a simulation could not be started: " + e, e);
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(SimulationMain.TOLD)) {
                    told.add(Optional.of(run(line.substring(SimulationMain.TOLD.length()))));
                } else if (!line.isBlank()) {
                    keep(line);
                }
            }
        } catch (IOException | ClassNotFoundException | IllegalArgumentException e) {
            keep(e.toString());
        } finally {
            told.add(Optional.empty());
        }
    }

    private static ToldRun run(String text) throws IOException, ClassNotFoundException {
        byte[] bytes = Base64.getDecoder().decode(text);
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (ToldRun) input.readObject();
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LAST_LINES) {
                lastLines.remove();
            }
        }
    }

    /**
     * Waits for the next run.
     *
     * @throws IllegalStateException if the JVM has ended without
     */
    ToldRun take(int number) throws InterruptedException {
        Optional<ToldRun> next = told.take();
        if (next.isEmpty()) {
            throw new IllegalStateException("The JVM of run " + number + " of the simulation ended before that run did,"
                    + " with exit code " + process.waitFor() + ". " + tail());
        }
        if (next.get().number() != number) {
            throw new IllegalStateException("A JVM tells of run " + next.get().number() + ", not of run " + number);
        }
        return next.get();
    }

    private String tail() {
        synchronized (lastLines) {
            return lastLines.isEmpty()
                    ? "It wrote nothing outside of its runs"
                    : "The last that it wrote outside of its runs:\n  " + String.join("\n  ", lastLines);
        }
    }

    void end() {
        process.destroyForcibly();
    }
}
