package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide: it shows what the samples run, and the places that it points to are there. */
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> GUIDE = List.of("docs/guide.md", "docs/spring.md", "docs/frameworks.md");

    @Test
    void everySnippetIsPartOfASample() throws IOException {
        List<String> samples = sources();
        List<String> snippets = blocks("java");
        snippets.addAll(blocks("kotlin"));

        assertThat(snippets).hasSizeGreaterThan(10).allSatisfy(snippet -> assertThat(samples)
                .as("samples with this snippet:%n%s", snippet)
                .anyMatch(sample -> sample.contains(stripped(snippet))));
    }

    @Test
    void messagesAreApprovedOnes() throws IOException {
        Path approved = ROOT.resolve("junit-extension/src/test/resources/io/github/groupcoordinator/junit5/approved");
        List<String> texts = read(approved, ".txt");

        assertThat(blocks("")).isNotEmpty().allSatisfy(message -> assertThat(texts)
                .anyMatch(text -> text.startsWith(message.strip())));
    }

    @Test
    void relativeLinksLeadSomewhere() throws IOException {
        for (String page : List.of(
                "README.md",
                "CONTRIBUTING.md",
                "docs/guide.md",
                "docs/spring.md",
                "docs/known-bugs.md",
                "docs/frameworks.md",
                "docs/architecture.md",
                "docs/fidelity.md")) {
            Path file = ROOT.resolve(page);
            Path folder = file.toAbsolutePath().normalize().getParent();
            Matcher link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(file));
            while (link.find()) {
                assertThat(folder.resolve(link.group(1)))
                        .as("a link in %s", page)
                        .exists();
            }
        }
    }

    /** The code blocks of one language, without their fences. */
    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        for (String page : GUIDE) {
            Matcher block = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                    .matcher(Files.readString(ROOT.resolve(page)));
            while (block.find()) {
                if (block.group(1).equals(language)) {
                    blocks.add(block.group(2));
                }
            }
        }
        return blocks;
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : List.of("", "frameworks", "micronaut", "platform", "quarkus")) {
            Path folder = ROOT.resolve("samples").resolve(module).resolve("src");
            for (String suffix : List.of(".java", ".kt")) {
                read(folder, suffix).forEach(source -> sources.add(stripped(source)));
            }
        }
        return sources;
    }

    private static List<String> read(Path folder, String suffix) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    /** Without indentation, which depends on where a snippet stands. */
    private static String stripped(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
