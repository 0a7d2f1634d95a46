package io.github.groupcoordinator.judge.history;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of the broker, or of assignors, that are to find a mistake; they run on whatever a loader has of ours. */
final class TestsOfMutants {
    static final String BROKER = "io.github.groupcoordinator.internal.broker.";
    static final String ASSIGNORS = "io.github.groupcoordinator.judge.assignor.";

    private TestsOfMutants() {}

    /** Returns the first test of some classes of the broker's that fails, if one does. */
    static Optional<String> catcher(ClassLoader ours, List<String> tests) throws ReflectiveOperationException {
        return catcher(ours, BROKER, tests);
    }

    /** Returns the first test of some classes of a package that fails, if one does. */
    static Optional<String> catcher(ClassLoader ours, String inPackage, List<String> tests)
            throws ReflectiveOperationException {
        for (String test : tests) {
            Constructor<?> constructor = ours.loadClass(inPackage + test).getDeclaredConstructor();
            constructor.setAccessible(true);
            List<Method> methods = Stream.of(constructor.getDeclaringClass().getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
            for (Method method : methods) {
                method.setAccessible(true);
                if (!passes(constructor.newInstance(), method)) {
                    return Optional.of(test + "." + method.getName());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean passes(Object test, Method method) throws IllegalAccessException {
        try {
            method.invoke(test);
            return true;
        } catch (InvocationTargetException e) {
            return false;
        }
    }
}
