package io.github.groupcoordinator.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium that neither phones home nor sees anyone's profile. */
final class Chromium {
    private static final int SECONDS = 120;

    private final Path binary;
    private final Path directory;

    private Chromium(Path binary, Path directory) {
        this.binary = binary;
        this.directory = directory;
    }

    /** Finds Chromium on the path, if it is there. */
    static Optional<Chromium> find(Path directory) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(Path.of(folder, "chromium"), Path.of(folder, "chromium-browser")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(binary -> new Chromium(binary, directory));
    }

    /** Returns the page as it is after its scripts ran. */
    String dom(Path page, int width) throws IOException, InterruptedException {
        return run(page, "--window-size=" + width + ",1000", "--dump-dom");
    }

    void screenshot(Path page, boolean dark, int width, int height, Path picture)
            throws IOException, InterruptedException {
        run(
                page,
                "--window-size=" + width + "," + height,
                "--hide-scrollbars",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--screenshot=" + picture.toAbsolutePath());
    }

    private String run(Path page, String... more) throws IOException, InterruptedException {
        // The same each time: to make one takes longer than a page.
        Path profile = directory.resolve("profile");
        Path output = Files.createTempFile(directory, "output", ".txt");
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
        command.addAll(List.of(more));
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("Chromium failed or took over " + SECONDS + " s: " + Files.readString(errors));
        }
        return Files.readString(output);
    }
}
