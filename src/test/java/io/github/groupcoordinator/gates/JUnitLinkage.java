package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The extension runs on every supported JUnit: whatever it names there must exist in each. Its own build runs this. */
final class JUnitLinkage {
    private static final String JUNIT = "org/junit/";
    private static final String FIXTURE = "io/github/groupcoordinator/gates/fixture/linkage/NamesNewJUnit";
    private static final Path JARS = Path.of("..", "junit-extension", "target", "junit");

    @ParameterizedTest
    @CsvSource({"5.10.5, 1.10.5", "5.14.4, 1.14.4", "6.1.3, 6.1.3"})
    void whatTheExtensionNamesExists(String jupiter, String platform) throws IOException {
        Linkage extension = Linkage.of(Path.of("..", "junit-extension", "target", "classes"), JUNIT);
        assertThat(extension.references()).contains("org/junit/jupiter/api/extension/ParameterResolver");
        assertThat(extension.missingIn(jars(jupiter, platform)))
                .as("named by the extension but not in JUnit %s", jupiter)
                .isEmpty();
    }

    @Test
    void newerMemberIsFoundMissingInTheOldestVersionOnly() throws IOException {
        Linkage fixture = Linkage.of(
                Path.of("..", "src", "target", "test-classes", "io", "github", "groupcoordinator", "gates", "fixture"),
                JUNIT);
        assertThat(fixture.missingIn(jars("5.10.5", "1.10.5")))
                .contains(
                        FIXTURE + " names org/junit/jupiter/api/MediaType",
                        FIXTURE
                                + " names org/junit/jupiter/api/MediaType#TEXT_PLAIN:"
                                + ""
                                + "Lorg/junit/jupiter/api/MediaType;");
        assertThat(fixture.missingIn(jars("6.1.3", "6.1.3"))).isEmpty();
    }

    private static Path[] jars(String jupiter, String platform) {
        return new Path[] {
            JARS.resolve("junit-jupiter-api-" + jupiter + ".jar"),
            JARS.resolve("junit-platform-commons-" + platform + ".jar"),
            JARS.resolve("junit-platform-engine-" + platform + ".jar"),
            JARS.resolve("junit-platform-launcher-" + platform + ".jar")
        };
    }
}
