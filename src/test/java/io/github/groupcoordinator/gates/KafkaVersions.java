package io.github.groupcoordinator.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The supported versions of kafka-clients, from the one file that lists them. */
public final class KafkaVersions {
    private static final Path LIST = Path.of("..", "src", "kafka-versions.txt");
    private static final Path JARS = Path.of("..", "src", "target", "kafka-clients");
    private static final Pattern LINE = Pattern.compile("(\\d+\\.\\d+\\.\\d+)( judge)?");
    private static final String JUDGE = " judge";

    private KafkaVersions() {}

    /** Returns all, oldest first. */
    public static List<String> all() {
        return lines().stream().map(line -> line.replace(JUDGE, "")).toList();
    }

    /** Returns the one that the project compiles against, of which the coordinator beside ours in the tests is, too. */
    public static String judge() {
        return lines().stream()
                .filter(line -> line.endsWith(JUDGE))
                .map(line -> line.replace(JUDGE, ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(LIST + " marks no version with 'judge'"));
    }

    static String oldest() {
        return all().get(0);
    }

    static String newest() {
        return all().get(all().size() - 1);
    }

    /** Returns the range as documents and messages write it: {@code 3.9 to 4.4}. */
    static String range() {
        return minor(oldest()) + " to " + minor(newest());
    }

    /** Returns a version without its patch level: {@code 4.3}. */
    static String minor(String version) {
        return version.substring(0, version.lastIndexOf('.'));
    }

    /** Returns the jars of all, oldest first, as the build copied them. */
    public static List<Path> jars() {
        return all().stream().map(KafkaVersions::jar).toList();
    }

    /** Returns the jar of one. */
    public static Path jar(String version) {
        return JARS.resolve("kafka-clients-" + version + ".jar");
    }

    /** Returns the version of a jar. */
    public static String of(Path jar) {
        return jar.getFileName().toString().replaceAll("kafka-clients-|\\.jar", "");
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(LIST)) {
                Matcher version = LINE.matcher(line);
                if (version.matches()) {
                    lines.add(line);
                } else if (!line.startsWith("#")) {
                    throw new IllegalStateException(LIST + " has a line that is no version: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
