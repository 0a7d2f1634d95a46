package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.groupcoordinator.InMemoryKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** When a test's timeline is written, and where. */
class TimelineFileTest {
    @TempDir
    Path directory;

    private EngineExecutionResults run(Class<?> testClass, String mode) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("embedded-group-coordinator.timeline.directory", directory.toString())
                .selectors(selectClass(testClass));
        if (!mode.isEmpty()) {
            kit.configurationParameter("embedded-group-coordinator.timeline", mode);
        }
        return kit.execute();
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString().replaceAll("-[0-9a-f]+\\.html", ""))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void onlyTheFailedTestHasOneUnlessAsked() throws IOException {
        run(OneFails.class, "");

        assertThat(written()).containsExactly("OneFails.fails");
    }

    @Test
    void pageIsTheTestsOwn() throws IOException {
        run(OneFails.class, "");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("<h1>OneFails.fails</h1>")
                    .contains("rebalance completed");
        }
    }

    @Test
    void pageSaysWhyTheTestFailedAndWhenWhateverWasDoneAfterwards() throws IOException {
        run(FailsInTheMiddle.class, "");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("Failed at 00:00:07.000 of virtual time")
                    .contains("AssertionError: 3 owners &lt; 4")
                    .contains("id=\"failure\"");
        }
    }

    @Test
    void pageOfATestThatFailsAsItEndsSaysWhyToo() throws IOException {
        run(Leaking.class, "");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("Failed at 00:00:00.000 of virtual time")
                    .contains("LeakedClientException: ");
        }
    }

    @Test
    void testThatFailsAsItEndsHasOneToo() throws IOException {
        run(Leaking.class, "");

        assertThat(written()).containsExactly("Leaking.leaks");
    }

    @Test
    void testThatFailsAsItEndsHasOnlyOne() throws IOException {
        run(Leaking.class, "always");
        assertThat(written()).containsExactly("Leaking.leaks", "Leaking.succeeds");
    }

    @Test
    void testThatFailsAsItEndsHasNoneIfNoneIsWanted() throws IOException {
        run(Leaking.class, "never");

        assertThat(written()).isEmpty();
    }

    @Test
    void configurationParameterAsksForAllOrNone() throws IOException {
        run(OneFails.class, "never");
        assertThat(written()).isEmpty();

        run(OneFails.class, "always");
        assertThat(written()).containsExactly("OneFails.fails", "OneFails.succeeds");
    }

    @Test
    void annotationWinsOverTheConfigurationParameter() throws IOException {
        run(AlwaysButOne.class, "never");

        assertThat(written()).containsExactly("AlwaysButOne.succeeds");
    }

    @Test
    void registeredExtensionSaysItself() throws IOException {
        run(InAField.class, "never");

        assertThat(written()).containsExactly("InAField.succeeds");
    }

    @Test
    void reportTakesThePageWhereTheLauncherHasADirectoryForIt() throws IOException {
        Path reports = directory.resolve("reports");
        EngineTestKit.engine("junit-jupiter")
                .outputDirectoryCreator(new OutputDirectoryCreator() {
                    @Override
                    public Path getRootDirectory() {
                        return reports;
                    }

                    @Override
                    public Path createOutputDirectory(TestDescriptor test) throws IOException {
                        return Files.createDirectories(
                                reports.resolve(test.getDisplayName().replaceAll("\\W.*", "")));
                    }
                })
                .selectors(selectClass(OneFails.class))
                .execute();

        assertThat(reports.resolve("fails").resolve("timeline.html")).content().contains("<h1>OneFails.fails</h1>");
        assertThat(reports.resolve("succeeds")).doesNotExist();
    }

    @Test
    void wrongConfigurationParameterFailsAndNamesTheRightOnes() {
        List<Throwable> failures = new ArrayList<>();
        run(OneFails.class, "sometimes").testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .forEach(result -> result.getThrowable().ifPresent(failures::add));

        assertThat(failures).hasSize(2).allSatisfy(failure -> assertThat(failure)
                .hasMessage("The configuration parameter embedded-group-coordinator.timeline is"
                        + " \"sometimes\"; write always, on_failure or never"));
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class OneFails {
        @Test
        void succeeds(InMemoryKafka kafka) {
            assertThat(kafka.groupIds()).isEmpty();
        }

        @Test
        void fails(
                InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            kafka.awaitStable("g");
            throw new AssertionError("on purpose");
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class FailsInTheMiddle {
        @Test
        void fails(
                InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            kafka.awaitStable("g");
            kafka.clock().advance(Duration.ofSeconds(4));
            throw new AssertionError("3 owners < 4");
        }

        @AfterEach
        void takesItsTime(InMemoryKafka kafka) {
            kafka.clock().advance(Duration.ofSeconds(50));
        }
    }

    @EmbeddedGroupCoordinator
    static class Leaking {
        @Test
        void succeeds(InMemoryKafka kafka) {
            assertThat(kafka.groupIds()).isEmpty();
        }

        @Test
        void leaks(InMemoryKafka kafka) {
            assertThat(kafka.admin()).isNotNull();
        }
    }

    @EmbeddedGroupCoordinator(timeline = TimelineMode.ALWAYS)
    static class AlwaysButOne {
        @Test
        void succeeds(InMemoryKafka kafka) {
            assertThat(kafka.groupIds()).isEmpty();
        }

        @Test
        @EmbeddedGroupCoordinator(timeline = TimelineMode.NEVER)
        void fails() {
            throw new AssertionError("on purpose");
        }
    }

    static class InAField {
        @RegisterExtension
        final GroupCoordinatorExtension kafka = GroupCoordinatorExtension.builder()
                .timeline(TimelineMode.ALWAYS)
                .build();

        @Test
        void succeeds() {
            assertThat(kafka.events().all()).isEmpty();
        }
    }
}
