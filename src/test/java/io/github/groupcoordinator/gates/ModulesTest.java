package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every module that has code for users holds it to the list of forbidden APIs, without untold exceptions, has the
 * license in its jar, and is in the bill of materials.
 */
final class ModulesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
    private static final Pattern MANAGED =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>\\s*</dependency>");
    private static final Pattern EXCEPTION =
            Pattern.compile("<exclude>io/github/groupcoordinator/(.+?)\\.class</exclude>");

    @Test
    void everyModuleWithCodeForUsersChecksForbiddenApis() throws IOException {
        assertThat(withCode(ROOT)).containsExactly("junit-extension", "src", "src/agent");
        assertThat(unchecked(ROOT)).isEmpty();
    }

    @Test
    void exceptionsAreThoseThatTheListTells() throws IOException {
        SortedSet<String> exceptions = new TreeSet<>();
        for (String module : withCode(ROOT)) {
            Matcher found = EXCEPTION.matcher(pom(ROOT, module));
            while (found.find()) {
                exceptions.add(found.group(1));
            }
        }
        assertThat(exceptions)
                .containsExactly(
                        "agent/boot/Hooks",
                        "internal/net/tcp/SystemTime",
                        "internal/real/RealTime",
                        "internal/schedule/Watchdog");
        assertThat(Files.readString(ROOT.resolve("src/forbidden-apis.txt")))
                .contains("four exceptions", "Hooks", "SystemTime", "RealTime", "Watchdog");
    }

    @Test
    void billOfMaterialsHasEveryModuleWithCodeForUsersInTheVersionOfTheBuild() throws IOException {
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        String bom = pom(ROOT, "src/bom");
        String version = first(parent, "version");
        SortedSet<String> artifacts = new TreeSet<>();
        for (String module : withCode(ROOT)) {
            artifacts.add(artifact(module) + " " + version);
        }
        SortedSet<String> named = new TreeSet<>();
        Matcher managed = MANAGED.matcher(bom);
        while (managed.find()) {
            named.add(managed.group(1) + " " + managed.group(2));
        }
        assertThat(named).isEqualTo(artifacts);
        assertThat(first(bom, "version")).isEqualTo(version);
        for (String told : List.of("home.url", "scm.url", "issues.url", "description")) {
            assertThat(first(bom, told)).as(told).isEqualTo(first(parent, told));
        }
    }

    @Test
    void jarOfEveryModuleWithCodeForUsersHasTheLicense() throws IOException {
        for (String module : withCode(ROOT)) {
            assertThat(pom(ROOT, module))
                    .as(module)
                    .contains(
                            "<targetPath>META-INF</targetPath>",
                            "<include>LICENSE</include>",
                            "<include>NOTICE</include>");
        }
    }

    private static String artifact(String module) throws IOException {
        return first(pom(ROOT, module).replaceFirst("(?s)<parent>.*?</parent>", ""), "artifactId");
    }

    /** Returns the text of the first element of that name. */
    private static String first(String pom, String element) {
        Matcher found =
                Pattern.compile("<" + element + ">(.+?)</" + element + ">").matcher(pom);
        assertThat(found.find()).as(element).isTrue();
        return found.group(1);
    }

    @Test
    void moduleThatChecksNothingIsFound(@TempDir Path root) throws IOException {
        Files.writeString(
                root.resolve("pom.xml"), "<modules><module>kept</module><module>free</module><module>docs</module>");
        for (String module : List.of("kept", "free")) {
            Files.createDirectories(root.resolve(module).resolve("main/java"));
        }
        Files.createDirectory(root.resolve("docs"));
        Files.writeString(root.resolve("kept/pom.xml"), "<artifactId>forbiddenapis</artifactId>");
        Files.writeString(root.resolve("free/pom.xml"), "<artifactId>maven-jar-plugin</artifactId>");

        assertThat(unchecked(root)).containsExactly("free");
    }

    private static SortedSet<String> unchecked(Path root) throws IOException {
        SortedSet<String> unchecked = new TreeSet<>();
        for (String module : withCode(root)) {
            if (!pom(root, module).contains("<artifactId>forbiddenapis</artifactId>")) {
                unchecked.add(module);
            }
        }
        return unchecked;
    }

    private static SortedSet<String> withCode(Path root) throws IOException {
        SortedSet<String> modules = new TreeSet<>();
        Matcher module = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
        while (module.find()) {
            Path home = root.resolve(module.group(1));
            if (Files.isDirectory(home.resolve("main/java")) || Files.isDirectory(home.resolve("src/main/java"))) {
                modules.add(module.group(1));
            }
        }
        return modules;
    }

    private static String pom(Path root, String module) throws IOException {
        return Files.readString(root.resolve(module).resolve("pom.xml"));
    }
}
