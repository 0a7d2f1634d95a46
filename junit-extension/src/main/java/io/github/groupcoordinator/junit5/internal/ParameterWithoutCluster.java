package io.github.groupcoordinator.junit5.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * The advice to a test that takes a cluster as a parameter and has nothing that starts one. No extension of ours is
 * there to give it, so that it comes from a listener, which JUnit's launcher finds by itself.
 */
public final class ParameterWithoutCluster implements TestExecutionListener {
    private static final Pattern UNRESOLVED = Pattern.compile(
            "No ParameterResolver registered for parameter \\[io\\.github\\.groupcoordinator\\.[\\w.]*?(\\w+)[ \\]]");

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable()
                .filter(ParameterResolutionException.class::isInstance)
                .ifPresent(thrown -> advise(test, thrown));
    }

    /** Said twice: whoever prints failures may cut them short, and nobody reads all that the console has. */
    private static void advise(TestIdentifier test, Throwable thrown) {
        Matcher unresolved = UNRESOLVED.matcher(String.valueOf(thrown.getMessage()));
        if (unresolved.lookingAt()) {
            String advice = "A parameter of type " + unresolved.group(1) + ": " + Advice.toStartACluster();
            thrown.addSuppressed(new ParameterResolutionException(advice));
            System.err.println(test.getDisplayName() + ": " + advice);
        }
    }
}
