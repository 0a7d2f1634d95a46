package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Javadoc of everything public: there, well-formed, and its references lead somewhere. */
final class JavadocTest {
    private static final Path ROOT = Path.of("..");
    private static final String INTERNAL = "internal";

    @TempDir
    private Path pages;

    @Test
    void everythingPublicHasACommentWhoseReferencesLeadSomewhere() throws IOException {
        List<Path> files = new ArrayList<>();
        files.addAll(publicSources(ROOT.resolve("src/main/java")));
        files.addAll(publicSources(ROOT.resolve("junit-extension/src/main/java")));
        assertThat(files).hasSizeGreaterThan(100);

        String internals = ROOT.resolve("junit-extension/src/main/java").toString();
        assertThat(warnings(files, "-Xdoclint:all", "-Xmaxwarns", "10000", "-sourcepath", internals))
                .isEmpty();
    }

    @Test
    void missingCommentAndDeadReferenceAreFound() throws IOException {
        Path file = Files.writeString(
                pages.resolve("Bad.java"),
                "/** A {@link Nowhere}. */\npublic class Bad {\n    public void mute() {}\n"
                        + "    /** Returns 1. */\n    public int one() {\n        return 1;\n    }\n}\n");
        List<String> found = warnings(List.of(file), "-Xdoclint:all");
        assertThat(found).hasSize(2);
        assertThat(found).anySatisfy(text -> assertThat(text).contains("reference not found"));
        assertThat(found).anySatisfy(text -> assertThat(text).contains("no comment"));
    }

    /**
     * Returns what the standard doclet says, but for tags that would only repeat the sentence above them: the house
     * style says in that sentence what is returned, and gives a parameter a tag where its name does not say all.
     */
    private List<String> warnings(List<Path> files, String... options) throws IOException {
        DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = javadoc.getStandardFileManager(null, Locale.ROOT, null)) {
            manager.setLocationFromPaths(DocumentationTool.Location.DOCUMENTATION_OUTPUT, List.of(pages));
            List<String> all = new ArrayList<>(List.of(options));
            all.addAll(List.of("-quiet", "-noindex", "-notree", "--release", "17"));
            javadoc.getTask(null, manager, found, null, all, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(said -> said.getKind() != Diagnostic.Kind.NOTE)
                .filter(said -> !isTagThatRepeats(said.getMessage(Locale.ROOT)))
                .map(Object::toString)
                .toList();
    }

    private static boolean isTagThatRepeats(String message) {
        return message.contains("no @return") || message.contains("no @param") || message.contains("no @throws");
    }

    private static List<Path> publicSources(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> Stream.of(path.toString().split("[/\\\\]")).noneMatch(INTERNAL::equals))
                    .sorted()
                    .toList();
        }
    }
}
