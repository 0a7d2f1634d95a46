package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of known bugs: it has a row for each of their tests, with the report that the test names, and no other. */
class KnownBugsPageTest {
    private static final Path PAGE = Path.of("../docs/known-bugs.md");
    private static final Path TESTS = Path.of("../samples/src/test/java/io/github/groupcoordinator/samples/bugs");

    private static final String ROW = "(?m)^\\| \\[([^]]+)]\\(http[^)]+\\) \\|[^|]+\\|[^|]+\\| `(\\w+)` \\|$";
    private static final String TEST = "/\\*\\*\\s*([^:\\s]+):[^/]*\\*/\\s*@Test\\s*void (\\w+)\\(";

    @Test
    void everyTestHasItsRow() throws IOException {
        List<String> rows = found(Files.readString(PAGE), ROW);
        List<String> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(TESTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                    .sorted()
                    .toList()) {
                tests.addAll(found(Files.readString(file), TEST));
            }
        }

        assertThat(rows).hasSizeGreaterThanOrEqualTo(30).containsExactlyInAnyOrderElementsOf(tests);
    }

    private static List<String> found(String text, String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1) + " " + matcher.group(2));
        }
        return found;
    }
}
