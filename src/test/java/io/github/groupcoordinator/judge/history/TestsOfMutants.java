package io.github.groupcoordinator.judge.history;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of the broker that are to find a mistake; they run on whatever a loader has of ours. */
final class TestsOfMutants {
    static final String BROKER = "io.github.groupcoordinator.internal.broker.";

    private TestsOfMutants() {}

    /** Returns the first test of some classes of the broker's that fails, if one does. */
    static Optional<String> catcher(ClassLoader ours, List<String> tests) throws ReflectiveOperationException {
        for (String test : tests) {
            Constructor<?> constructor = ours.loadClass(BROKER + test).getDeclaredConstructor();
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
