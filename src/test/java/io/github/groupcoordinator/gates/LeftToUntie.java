package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What breaks a new gate for the time being, by name, one a line. The list only shrinks, and ends with its last line.
 */
final class LeftToUntie {
    private static final Path LIST = Path.of("test/resources/gates/left-to-untie.txt");

    private LeftToUntie() {}

    /** Fails for an offender that is not listed, and for a listed one that offends no more: its line goes. */
    static void assertThatOnlyTheseAreLeft(String gate, SortedSet<String> offenders) {
        SortedSet<String> listed = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(LIST)) {
                if (line.startsWith(gate + " ")) {
                    listed.add(line.substring(gate.length() + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SortedSet<String> added = new TreeSet<>(offenders);
        added.removeAll(listed);
        SortedSet<String> done = new TreeSet<>(listed);
        done.removeAll(offenders);
        assertThat(added)
                .as("gate '%s' is broken by what %s does not list", gate, LIST)
                .isEmpty();
        assertThat(done)
                .as("gate '%s' is kept by these: take them out of %s", gate, LIST)
                .isEmpty();
    }
}
