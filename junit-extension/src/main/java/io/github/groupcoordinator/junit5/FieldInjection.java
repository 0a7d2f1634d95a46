package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.junit5.internal.InjectionPoint;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The fields of a test's instance, and of the instances around it, that carry one of our annotations. */
final class FieldInjection {
    private FieldInjection() {}

    /** Returns the annotated fields by their names: the order of declaration is not to be had on every JVM. */
    static List<Field> fields(Class<?> testClass) {
        List<Field> fields = new ArrayList<>(ReflectionSupport.findFields(
                testClass, field -> InjectionPoint.of(field).isMarked(), HierarchyTraversalMode.TOP_DOWN));
        fields.sort(Comparator.comparing(Field::getName)); // stable: a superclass' field comes before its namesake
        return fields;
    }

    /**
     * Sets the fields of all instances of a test, from the outermost to the nested one.
     *
     * @throws ExtensionConfigurationException if a field can't be set; the message names the fix
     */
    static void inject(ExtensionContext context, Function<InjectionPoint, Object> resolved) {
        List<Object> instances = context.getTestInstances()
                .map(all -> new ArrayList<>(all.getAllInstances()))
                .orElseGet(ArrayList::new);
        for (Object instance : instances) {
            for (Field field : fields(instance.getClass())) {
                InjectionPoint point = InjectionPoint.of(field);
                require(point, !Modifier.isStatic(field.getModifiers()), "belongs to the instance; it can't be static");
                require(point, !Modifier.isFinal(field.getModifiers()), "is set before each test; it can't be final");
                set(field, instance, resolved.apply(point));
            }
        }
    }

    private static void require(InjectionPoint point, boolean condition, String why) {
        if (!condition) {
            throw new ExtensionConfigurationException(point.description() + ": what is injected " + why);
        }
    }

    private static void set(Field field, Object instance, Object value) {
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new ExtensionConfigurationException(
                    InjectionPoint.of(field).description() + " can't be set: " + e.getMessage(), e);
        }
    }
}
