package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import sun.reflect.ReflectionFactory;

/**
 * An instance of one of our subclasses that stands in for a finished object of kafka-clients: the same fields, no
 * constructor run. So the object is built by Kafka's own constructor, whatever its parameters are in a version, and we
 * can still step in where it would wait in real time.
 */
public final class Shadow {
    /** The JVM makes a class for each such constructor, so it is asked for one only once. */
    private static final ClassValue<Constructor<?>> BLANK = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            try {
                return ReflectionFactory.getReflectionFactory()
                        .newConstructorForSerialization(type, Object.class.getDeclaredConstructor());
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("java.lang.Object has no constructor", e);
            }
        }
    };

    private Shadow() {}

    /** Returns an instance of which no field is set. */
    public static <T> T blank(Class<T> type) {
        try {
            return type.cast(BLANK.get(type).newInstance());
        } catch (ReflectiveOperationException e) {
            throw Reflect.missing("a way to make a " + type.getName(), e);
        }
    }

    /** Returns the stand-in; the subclass's own fields are still unset. */
    public static <T> T of(Class<T> subclass, Object original) {
        T shadow = blank(subclass);
        try {
            for (Class<?> type = original.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        field.set(shadow, field.get(original));
                    }
                }
            }
            return shadow;
        } catch (ReflectiveOperationException e) {
            throw Reflect.missing("a way to stand in for " + original.getClass().getName(), e);
        }
    }
}
