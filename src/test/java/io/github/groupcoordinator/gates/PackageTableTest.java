package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The package table that people read says what the rules check. */
class PackageTableTest {
    /** The entries of a cell that are no packages of ours. */
    private static final List<String> OF_OTHERS = List.of("JDK", "Kafka's value types");

    @Test
    void architecturePageAndRulesAllowTheSame() throws IOException {
        Map<String, SortedSet<String>> table = table();
        Map<String, SortedSet<String>> rules = new TreeMap<>();
        PackageRules.allowed().forEach((name, allowed) -> rules.put(name, new TreeSet<>(allowed)));

        assertThat(table).isEqualTo(rules);
    }

    private static Map<String, SortedSet<String>> table() throws IOException {
        Map<String, SortedSet<String>> table = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "architecture.md"))) {
            if (line.startsWith("| `.")) {
                String[] cells = line.split("\\|");
                String name = cells[1].trim().replace("`", "").substring(1);
                table.put(name, imports(cells[3]));
            }
        }
        return table;
    }

    /** The page leaves {@code internal.} away. */
    private static SortedSet<String> imports(String cell) {
        SortedSet<String> imports = new TreeSet<>();
        Arrays.stream(cell.split(","))
                .map(String::trim)
                .filter(name -> !OF_OTHERS.contains(name))
                .map(name -> PackageRules.allowed().containsKey(name) ? name : "internal." + name)
                .forEach(imports::add);
        return imports;
    }
}
