package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** A cluster as a parameter where nothing starts one: JUnit's message names no fix, so ours comes along. */
class ParameterWithoutClusterTest {

    static class OfATest {
        @Test
        void test(InMemoryKafka kafka) {}
    }

    static class OfABeforeEach {
        @BeforeEach
        void before(EventLog events) {}

        @Test
        void test() {}
    }

    static class OfAnotherType {
        @Test
        void test(String text) {}
    }

    @Test
    void fixIsNamed() {
        assertThat(advice(failure(OfATest.class)))
                .startsWith(
                        "A parameter of type InMemoryKafka: there is no cluster here. Annotate the class or the method"
                                + " with @EmbeddedGroupCoordinator, or register");
        assertThat(advice(failure(OfABeforeEach.class)))
                .startsWith("A parameter of type EventLog: there is no cluster");
    }

    @Test
    void parametersOfOtherTypesAreNotOurs() {
        assertThat(failure(OfAnotherType.class)).hasNoSuppressedExceptions();
    }

    private static String advice(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageStartingWith("No ParameterResolver registered");
        assertThat(failure.getSuppressed()).hasSize(1);
        return String.valueOf(failure.getSuppressed()[0].getMessage());
    }

    /** As a build tool or an IDE runs it: with the listeners that the launcher finds. */
    private static Throwable failure(Class<?> testClass) {
        Launcher launcher = LauncherFactory.create();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .build();
        launcher.execute(request, listener);
        List<Failure> failures = listener.getSummary().getFailures();
        assertThat(failures).hasSize(1);
        return failures.get(0).getException();
    }
}
