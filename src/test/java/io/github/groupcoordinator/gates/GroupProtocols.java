package io.github.groupcoordinator.gates;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The protocols of groups as the sources know them: who implements a group, and who asks which one a group has. */
final class GroupProtocols {
    private static final String GROUP = "io.github.groupcoordinator.internal.group.Group";

    /**
     * A question for a group's kind: a switch over the type, a test of the class, a look-up of one class. Such a switch
     * has no default, or a new protocol would compile without an answer.
     */
    private static final Pattern ASKS =
            Pattern.compile("switch \\((?:group|ofGroup|record|each|conversion)\\.(?:type|to)\\(\\)\\)"
                    + "|instanceof \\w+Group\\b|\\bfind\\([^;{]*?, \\w+Group\\.class\\)");

    private static final Pattern SWITCH = Pattern.compile(
            "switch \\((?:group|ofGroup|record|each|conversion)\\.(?:type|to)\\(\\)\\) \\{(?<body>.*?)\\n {8}\\S*\\}",
            Pattern.DOTALL);

    private GroupProtocols() {}

    /** Returns the simple names of all classes that are groups, in order. */
    static List<String> implementors(JavaClasses classes) {
        List<String> names = new ArrayList<>();
        for (JavaClass each : classes) {
            if (!each.isInterface() && each.isAssignableTo(GROUP)) {
                names.add(each.getSimpleName());
            }
        }
        names.sort(null);
        return names;
    }

    /** Returns the places below a folder of sources that ask for a group's kind, as file and text, in order. */
    static List<String> placesThatAsk(Path sources) {
        List<String> places = new ArrayList<>();
        for (Path file : files(sources)) {
            Matcher matcher = ASKS.matcher(read(file));
            while (matcher.find()) {
                places.add(file.getFileName() + ": " + matcher.group());
            }
        }
        return places;
    }

    /** Returns the switches over a group's kind that have a default, which hides a protocol that was forgotten. */
    static List<String> switchesWithDefault(Path sources) {
        List<String> found = new ArrayList<>();
        for (Path file : files(sources)) {
            Matcher matcher = SWITCH.matcher(read(file));
            while (matcher.find()) {
                if (matcher.group("body").contains("default ->")) {
                    found.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    private static List<Path> files(Path sources) {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
