package io.github.groupcoordinator.junit5;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The extensions of ours that take part in a test. There may be several, since a test can register as many as it likes;
 * a parameter does not say which one it means, so they have to know of each other.
 */
final class RegisteredExtensions {
    private static final Namespace NAMESPACE = Namespace.create(RegisteredExtensions.class);

    private RegisteredExtensions() {}

    static void add(GroupCoordinatorExtension extension, ExtensionContext context) {
        List<GroupCoordinatorExtension> known = in(context);
        if (!known.contains(extension)) {
            List<GroupCoordinatorExtension> more = new ArrayList<>(known);
            more.add(extension);
            context.getStore(NAMESPACE).put(RegisteredExtensions.class, more);
        }
    }

    /** Returns those of this context and of the ones that enclose it, in the order of registration. */
    @SuppressWarnings("unchecked")
    static List<GroupCoordinatorExtension> in(ExtensionContext context) {
        List<GroupCoordinatorExtension> known = context.getStore(NAMESPACE).get(RegisteredExtensions.class, List.class);
        return known == null ? List.of() : known;
    }
}
