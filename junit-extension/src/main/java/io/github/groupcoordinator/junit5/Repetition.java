package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.junit5.internal.Evidence;
import io.github.groupcoordinator.junit5.internal.RunParameters;
import io.github.groupcoordinator.junit5.internal.SecondRun;
import io.github.groupcoordinator.junit5.internal.simulation.CurrentRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * The repetition of what has passed, for which an annotation of the class or a configuration parameter asks: after a
 * test, or after a class whose cluster lives as long, JUnit runs it once more from the beginning, with fresh clusters,
 * and the traces of both runs are compared.
 */
final class Repetition {
    private static final String PARAMETER = "embedded-group-coordinator.verify-repeatable";

    /**
     * Set for the second run only, which tells its evidence by entries of the report that have this prefix. The value
     * is the instant at which the cluster of the first run started.
     */
    static final String SECOND_RUN = PARAMETER + ".second-run";

    private final String key;
    private final boolean isSecond;
    private final List<String> tests = new ArrayList<>();
    private Instant startTime = Instant.EPOCH;
    private @Nullable Evidence evidence;
    private boolean failed;

    private Repetition(String key, boolean isSecond) {
        this.key = key;
        this.isSecond = isSecond;
    }

    /**
     * Returns what a cluster that is about to start needs for it, or null if nobody asks for it, if the test repeats
     * itself already, if the cluster is a real one, or if it has a listener: it starts at the present time, and in
     * which order clients outside come is theirs.
     *
     * @param place of the extension among those of the test, because each may have a cluster
     * @throws ExtensionConfigurationException if the configuration parameter has a wrong value
     */
    static @Nullable Repetition ifWanted(InMemoryKafkaConfig cluster, ExtensionContext context, int place) {
        boolean second = context.getConfigurationParameter(SECOND_RUN).isPresent();
        boolean repeatsItself = CurrentRun.of(context) != null || RepeatableExtension.isMeant(context);
        if (repeatsItself
                || cluster.cluster() != null
                || cluster.listener() != null
                || !(second || isWanted(context))) {
            return null;
        }
        if (!RunParameters.isLauncherPresent()) {
            throw new ExtensionConfigurationException("To run tests once more (@VerifyRepeatable on a class, or the"
                    + " configuration parameter " + PARAMETER + ") needs org.junit.platform:junit-platform-launcher on"
                    + " the class path of the tests");
        }
        return new Repetition(SECOND_RUN + ", cluster " + place + " of " + context.getUniqueId(), second);
    }

    private static boolean isWanted(ExtensionContext context) {
        String value = context.getConfigurationParameter(PARAMETER).orElse("");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false", "" -> isAnnotated(context);
            default ->
                throw new ExtensionConfigurationException(
                        "The configuration parameter " + PARAMETER + " is \"" + value + "\"; write true or false");
        };
    }

    /** Nested classes inherit it from those that enclose them. */
    private static boolean isAnnotated(ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            if (AnnotationSupport.isAnnotated(type, VerifyRepeatable.class)) {
                return true;
            }
        }
        return false;
    }

    boolean isSecond() {
        return isSecond;
    }

    /** A test that used the cluster is over. */
    void tested(Cluster cluster, ExtensionContext context) {
        Throwable thrown = context.getExecutionException().orElse(null);
        failed |= thrown != null && !(thrown instanceof TestAbortedException && !cluster.isOwnedBy(context));
        tests.add(context.getUniqueId());
        if (cluster.isOwnedBy(context)) {
            evidence = Evidence.of(cluster.kafka());
        }
    }

    /** The cluster is about to be closed. */
    void ends(Cluster cluster) {
        startTime = cluster.kafka().clock().startTime();
        if (evidence == null && !tests.isEmpty()) {
            evidence = Evidence.of(cluster.kafka());
        }
    }

    /**
     * Runs again what has passed, or, in the second run, tells what came.
     *
     * @throws org.opentest4j.AssertionFailedError if the second run differs from the first
     */
    void verify(ExtensionContext context) {
        Evidence here = evidence;
        if (here == null || failed) {
            return;
        }
        if (isSecond) {
            context.publishReportEntry(key, here.text());
            return;
        }
        here.requireSame(new SecondRun(key, SECOND_RUN, context).of(tests, startTime));
    }
}
