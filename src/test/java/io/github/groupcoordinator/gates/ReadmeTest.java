package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's first example is one that runs. */
class ReadmeTest {
    private static final String FENCE = "```java\n";
    private static final Path SAMPLE =
            Path.of("../samples/src/test/java/io/github/groupcoordinator/samples/SurvivorTakesOverTest.java");

    @Test
    void firstExampleIsTheSample() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf(FENCE) + FENCE.length();
        String example = readme.substring(start, readme.indexOf("```", start));

        assertThat(example).contains("@Test");
        assertThat(Files.readString(SAMPLE)).contains(example);
    }
}
