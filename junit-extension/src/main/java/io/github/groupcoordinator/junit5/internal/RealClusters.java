package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.real.NotPortableException;
import io.github.groupcoordinator.real.RealClusterConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.opentest4j.TestAbortedException;

/**
 * The real cluster that JUnit's configuration parameters, system properties or the environment name for this run of the
 * tests, and what becomes of tests that it can't answer.
 */
public final class RealClusters {
    private static final String ADDRESS = "embedded-group-coordinator.cluster";
    private static final String PROPERTIES = ADDRESS + ".properties";
    private static final String LONGEST_WAIT = ADDRESS + ".longest-wait";
    private static final String DELETE_LEFTOVERS = ADDRESS + ".delete-leftovers";
    private static final Namespace NAMESPACE = Namespace.create(RealClusters.class);

    /** Causes and suppressed exceptions in those of others; deeper than that nobody wraps. */
    private static final int DEPTH = 8;

    private RealClusters() {}

    /** Returns whether tests are to run on a real cluster. */
    public static boolean isMeant(ExtensionContext context) {
        return parameters(context).apply(ADDRESS).isPresent();
    }

    /**
     * Returns a configuration on the real cluster that is named, or as it is if none is.
     *
     * @throws ExtensionConfigurationException if a parameter has a wrong value
     */
    public static InMemoryKafkaConfig on(InMemoryKafkaConfig config, ExtensionContext context) {
        if (config.cluster() != null) {
            return config;
        }
        RealClusterConfig cluster = of(parameters(context));
        if (cluster == null) {
            return config;
        }
        if (isTrue(parameters(context), DELETE_LEFTOVERS) && isFirst(context)) {
            cluster = cluster.deletingLeftovers();
        }
        return config.toBuilder().cluster(cluster).build();
    }

    /** Later tests would take away what those beside them use. */
    private static boolean isFirst(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(AtomicBoolean.class, type -> new AtomicBoolean(true), AtomicBoolean.class)
                .getAndSet(false);
    }

    private static Function<String, Optional<String>> parameters(ExtensionContext context) {
        return name -> context.getConfigurationParameter(name)
                .or(() -> Optional.ofNullable(System.getenv(inEnvironment(name))))
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }

    private static String inEnvironment(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static @Nullable RealClusterConfig of(Function<String, Optional<String>> parameters) {
        String address = parameters.apply(ADDRESS).orElse(null);
        if (address == null) {
            return null;
        }
        RealClusterConfig cluster = RealClusterConfig.at(address);
        String file = parameters.apply(PROPERTIES).orElse(null);
        if (file != null) {
            cluster = cluster.withClientProperties(read(Path.of(file)));
        }
        String wait = parameters.apply(LONGEST_WAIT).orElse(null);
        if (wait != null) {
            cluster = cluster.withLongestWait(duration(wait));
        }
        return cluster;
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new ExtensionConfigurationException(
                    "The configuration parameter " + PROPERTIES + " names the file " + file.toAbsolutePath()
                            + ", which can't be read: " + e,
                    e);
        }
        Map<String, String> read = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ExtensionConfigurationException(
                    "The configuration parameter " + LONGEST_WAIT + " is \"" + text
                            + "\"; write a duration, as \"PT5M\" for five minutes",
                    e);
        }
    }

    private static boolean isTrue(Function<String, Optional<String>> parameters, String name) {
        String value = parameters.apply(name).orElse("false");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ExtensionConfigurationException(
                        "The configuration parameter " + name + " is \"" + value + "\"; write true or false");
        };
    }

    /** Aborts a test for what no real cluster can do. */
    public static TestAbortedException aborted(NotPortableException refusal) {
        return new TestAbortedException(refusal.getMessage(), refusal);
    }

    /** Returns the refusal behind whatever a test threw, or null. */
    static @Nullable NotPortableException refusalIn(Throwable thrown) {
        return refusalIn(thrown, DEPTH);
    }

    private static @Nullable NotPortableException refusalIn(@Nullable Throwable thrown, int depth) {
        if (thrown == null || depth == 0) {
            return null;
        }
        if (thrown instanceof NotPortableException refusal) {
            return refusal;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            NotPortableException found = refusalIn(suppressed, depth - 1);
            if (found != null) {
                return found;
            }
        }
        return refusalIn(thrown.getCause(), depth - 1);
    }
}
