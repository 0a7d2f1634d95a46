package io.github.groupcoordinator.foreign;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running program that is talked to in lines. */
final class Program implements AutoCloseable {
    private static final String END = "\u0000end of output";
    private static final long PATIENCE_S = 60;

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();

    private Program(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Program start(Path directory, String... command) throws IOException {
        return new Program(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start());
    }

    /** Returns whether a program of that name is on the PATH. */
    static boolean isInstalled(String name) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(output::add);
        } catch (UncheckedIOException | IOException killed) {
            output.add(killed.toString());
        } finally {
            output.add(END);
        }
    }

    void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Ends the program's input. */
    void sayNoMore() throws IOException {
        input.close();
    }

    /** Returns the next line that begins like that; what comes before is passed over. */
    String hear(String beginning) throws InterruptedException {
        while (true) {
            String line = next();
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** Returns all that is left of the output, when the program has ended well. */
    List<String> rest() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String line = output.poll(PATIENCE_S, TimeUnit.SECONDS);
                line != null && !line.equals(END);
                line = output.poll(PATIENCE_S, TimeUnit.SECONDS)) {
            lines.add(line);
        }
        heard.addAll(lines);
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("The program did not end well: " + heard);
        }
        return lines;
    }

    private String next() throws InterruptedException {
        String line = output.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
            throw new AssertionError("The program " + (line == null ? "is silent" : "has ended") + " after " + heard);
        }
        heard.add(line);
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
