package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.junit5.internal.PublishedFile;
import io.github.groupcoordinator.report.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The file of a test's timeline: in the directory of a configuration parameter; or a file of the test's report, which
 * JUnit knows from 5.12 on; or below the build's output.
 */
final class TimelineFile {
    private static final String MODE = "embedded-group-coordinator.timeline";
    private static final String DIRECTORY = "embedded-group-coordinator.timeline.directory";

    private TimelineFile() {}

    /** @throws ExtensionConfigurationException if the configuration parameter has a wrong value */
    static TimelineMode mode(TimelineMode registered, ExtensionContext context) {
        if (registered != TimelineMode.DEFAULT) {
            return registered;
        }
        Optional<ExtensionContext> current = Optional.of(context);
        while (current.isPresent()) {
            Optional<TimelineMode> said = current.get()
                    .getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, EmbeddedGroupCoordinator.class))
                    .map(EmbeddedGroupCoordinator::timeline)
                    .filter(mode -> mode != TimelineMode.DEFAULT);
            if (said.isPresent()) {
                return said.get();
            }
            current = current.get().getParent();
        }
        return context.getConfigurationParameter(MODE).map(TimelineFile::parse).orElse(TimelineMode.ON_FAILURE);
    }

    private static TimelineMode parse(String value) {
        for (TimelineMode mode : TimelineMode.values()) {
            if (mode != TimelineMode.DEFAULT && mode.name().equals(value.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new ExtensionConfigurationException(
                "The configuration parameter " + MODE + " is \"" + value + "\"; write always, on_failure or never");
    }

    /**
     * @param events what the page shows
     * @param at when the test failed, if it did
     * @param why what it failed of, or null
     */
    static void write(EventLog events, ExtensionContext context, Instant at, @Nullable Throwable why) {
        Timeline timeline = Timeline.of(events).titled(title(context));
        String page = (why == null ? timeline : timeline.failed(at, describe(why))).toHtml();
        try {
            // Where nobody looks for it, a file is of no use.
            System.err.println("Timeline of " + title(context) + ": " + write(page, context));
        } catch (IOException | RuntimeException e) {
            // A full disk must not turn a test red, nor hide why it is.
            System.err.println("The timeline of " + title(context) + " could not be written: " + e);
        }
    }

    private static String describe(Throwable why) {
        return why.getClass().getSimpleName() + (why.getMessage() == null ? "" : ": " + why.getMessage());
    }

    private static Path write(String page, ExtensionContext context) throws IOException {
        Optional<String> directory = context.getConfigurationParameter(DIRECTORY);
        if (directory.isEmpty()) {
            Path published = PublishedFile.publish(context, "timeline.html", page);
            if (published != null) {
                return published;
            }
        }
        Path file = Path.of(directory.orElseGet(TimelineFile::outputOfTheBuild))
                .resolve(fileName(context))
                .toAbsolutePath();
        Files.createDirectories(parentOf(file));
        return Files.writeString(file, page);
    }

    private static Path parentOf(Path file) {
        @Nullable Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static String outputOfTheBuild() {
        boolean gradle = Files.isDirectory(Path.of("build")) && !Files.isDirectory(Path.of("target"));
        return (gradle ? "build" : "target") + "/timelines";
    }

    /** The unique id tells apart what has the same name: overloads, invocations of one parameterized test. */
    private static String fileName(ExtensionContext context) {
        String name = title(context).replaceAll("[^A-Za-z0-9._-]", "_");
        String hash = Integer.toHexString(context.getUniqueId().hashCode());
        return (name.length() > 120 ? name.substring(0, 120) : name) + "-" + hash + ".html";
    }

    private static String title(ExtensionContext context) {
        String type = context.getTestClass().map(Class::getSimpleName).orElse("");
        return context.getTestMethod()
                .map(method -> type + "." + method.getName())
                .orElse(type);
    }
}
