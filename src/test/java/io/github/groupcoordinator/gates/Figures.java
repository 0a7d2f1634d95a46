package io.github.groupcoordinator.gates;

import java.util.Collection;

/** The figures of the project's shape, each measured by the gate that bounds it; CONTRIBUTING.md has the command. */
public final class Figures {
    private Figures() {}

    /** Shows a figure, and of what it is, in one line of the test's output. */
    public static void show(String name, int figure, Collection<String> of) {
        System.out.println("figure: " + name + ": " + figure + " " + of);
    }
}
