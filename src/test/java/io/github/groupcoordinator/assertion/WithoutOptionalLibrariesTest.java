package io.github.groupcoordinator.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Tests may have neither AssertJ nor opentest4j on their class path. */
class WithoutOptionalLibrariesTest {
    private static final GroupView EMPTY = new GroupSnapshot(
            "billing", GroupState.EMPTY, 1, null, null, null, List.of(), Collections.emptySortedMap(), List.of());

    @Test
    void failureIsOpentest4jsWhereItIsPresent() throws ReflectiveOperationException {
        assertThat(failureOf(getClass().getClassLoader())).isExactlyInstanceOf(AssertionFailedError.class);
    }

    @Test
    void failureIsAPlainAssertionErrorWhereOpentest4jIsAbsent() throws ReflectiveOperationException {
        assertThat(failureOf(new Lacking(getClass().getClassLoader())))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected group 'billing' to be Stable")
                .hasMessageContaining("Group 'billing': Empty, generation 1");
    }

    private static Throwable failureOf(ClassLoader loader) throws ReflectiveOperationException {
        Object assertion = loader.loadClass(PlainAssertions.class.getName())
                .getMethod("assertThat", GroupView.class)
                .invoke(null, EMPTY);
        Throwable thrown =
                catchThrowable(() -> assertion.getClass().getMethod("isStable").invoke(assertion));
        return ((InvocationTargetException) thrown).getCause();
    }

    /** Loads the assertions anew and knows no assertion library. */
    private static final class Lacking extends ClassLoader {
        Lacking(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.opentest4j.") || name.startsWith("org.assertj.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(PlainAssertions.class.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytecode = in.readAllBytes();
                return defineClass(name, bytecode, 0, bytecode.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
