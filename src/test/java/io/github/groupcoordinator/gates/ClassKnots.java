package io.github.groupcoordinator.gates;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knots of classes: files of which each depends on each other, by however many in between. A sealed type and the types
 * that it permits count as one, since the language makes them name each other.
 */
final class ClassKnots {
    static final int LARGEST = 5;

    private final Map<String, String> familyOf = new TreeMap<>();
    private final SortedSet<String> files = new TreeSet<>();
    private final Map<String, Set<String>> dependencies = new TreeMap<>();

    ClassKnots(JavaClasses classes) {
        for (JavaClass type : classes) {
            files.add(file(type));
        }
        for (JavaClass type : classes) {
            joinFamily(type);
        }
        for (JavaClass type : classes) {
            Set<String> targets = dependencies.computeIfAbsent(family(file(type)), absent -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = file(dependency.getTargetClass().getBaseComponentType());
                if (files.contains(target)) {
                    targets.add(family(target));
                }
            }
        }
    }

    /** Returns the knots of more than {@value #LARGEST} nodes, a family being one; of each the names of its files. */
    List<SortedSet<String>> tooLarge() {
        return knots().stream().filter(knot -> knot.size() > LARGEST).toList();
    }

    /** Returns a knot of the most nodes; empty if no class depends on itself by way of another. */
    SortedSet<String> largest() {
        return knots().stream()
                .filter(knot -> knot.size() > 1)
                .max(Comparator.comparingInt(SortedSet::size))
                .orElseGet(TreeSet::new);
    }

    private List<SortedSet<String>> knots() {
        Map<String, Set<String>> reachable = new TreeMap<>();
        dependencies.keySet().forEach(node -> reachable.put(node, reachableFrom(node)));
        List<SortedSet<String>> knots = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String node : dependencies.keySet()) {
            if (seen.contains(node)) {
                continue;
            }
            SortedSet<String> knot = new TreeSet<>(Set.of(node));
            for (String other : reachable.get(node)) {
                if (reachable.get(other).contains(node)) {
                    knot.add(other);
                }
            }
            seen.addAll(knot);
            knots.add(knot);
        }
        knots.sort(Comparator.comparing(SortedSet::first));
        return knots;
    }

    /** Returns the families of more than one file: the name of each, and the files that count as one. */
    Map<String, SortedSet<String>> families() {
        Map<String, SortedSet<String>> families = new LinkedHashMap<>();
        for (String file : files) {
            families.computeIfAbsent(family(file), absent -> new TreeSet<>()).add(file);
        }
        families.values().removeIf(members -> members.size() == 1);
        return families;
    }

    private void joinFamily(JavaClass type) {
        Class<?>[] permitted = type.reflect().getPermittedSubclasses();
        if (permitted == null) {
            return;
        }
        for (Class<?> subtype : permitted) {
            String mine = family(file(type));
            String other = family(fileOf(subtype.getName()));
            if (!mine.equals(other)) {
                familyOf.replaceAll((file, family) -> family.equals(other) ? mine : family);
                familyOf.put(other, mine);
            }
        }
    }

    private Set<String> reachableFrom(String start) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(start));
        while (!left.isEmpty()) {
            for (String next : dependencies.get(left.remove())) {
                if (reached.add(next)) {
                    left.add(next);
                }
            }
        }
        return reached;
    }

    private String family(String file) {
        return familyOf.getOrDefault(file, file);
    }

    private static String file(JavaClass type) {
        return fileOf(type.getName());
    }

    private static String fileOf(String className) {
        int nested = className.indexOf('$');
        return nested < 0 ? className : className.substring(0, nested);
    }
}
