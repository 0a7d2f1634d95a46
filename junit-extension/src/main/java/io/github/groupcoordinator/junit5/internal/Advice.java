package io.github.groupcoordinator.junit5.internal;

/** The advice that several messages give. */
public final class Advice {

    private Advice() {}

    /** Says what to do where there is no cluster. */
    public static String toStartACluster() {
        return "there is no cluster here. Annotate the class or the method with @EmbeddedGroupCoordinator, or register"
                + " a GroupCoordinatorExtension (as a static field, if a constructor or a @BeforeAll method needs it)";
    }
}
