package io.github.groupcoordinator.internal.client.seam;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** Reflection into kafka-clients; a member that is missing is named with the version that lacks it. */
public final class Reflect {
    private Reflect() {}

    public static Class<?> type(String name) {
        try {
            return Class.forName(name, false, KafkaConsumer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw missing("class " + name, e);
        }
    }

    /** Returns the field, looked up through the superclasses, made accessible. */
    public static Field field(Class<?> type, String name) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            try {
                Field field = current.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException e) {
                // Declared further up, or nowhere.
            }
        }
        throw missing("field " + type.getName() + "." + name, null);
    }

    /** Returns the method, looked up through the superclasses, made accessible. */
    public static Method method(Class<?> type, String name, Class<?>... parameters) {
        Method found = methodOrNull(type, name, parameters);
        if (found == null) {
            throw missing("method " + type.getName() + "." + name, null);
        }
        return found;
    }

    public static @Nullable Method methodOrNull(Class<?> type, String name, Class<?>... parameters) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            try {
                Method method = current.getDeclaredMethod(name, parameters);
                method.setAccessible(true);
                return method;
            } catch (NoSuchMethodException e) {
                // Declared further up, or nowhere.
            }
        }
        return null;
    }

    /** Returns a way to call a method whose throwables come as they are; the first parameter is the object. */
    public static MethodHandle handle(Method method, Class<?> returned, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().unreflect(method).asType(MethodType.methodType(returned, parameters));
        } catch (IllegalAccessException e) {
            throw missing(method.toString(), e);
        }
    }

    /** Returns the one constructor with so many parameters of which the last is of the given type. */
    public static Constructor<?> constructorEndingIn(
            Class<?> type, Class<?> first, Class<?> last, int... parameterCounts) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            for (int count : parameterCounts) {
                if (parameters.length == count && parameters[0] == first && parameters[count - 1] == last) {
                    constructor.setAccessible(true);
                    return constructor;
                }
            }
        }
        throw missing("constructor of " + type.getName() + " ending in " + last.getSimpleName(), null);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The caller names the field and knows its type.
    public static <T> T get(Field field, Object target) {
        try {
            Object value = field.get(target);
            if (value == null) {
                throw new IllegalStateException(field + " is null");
            }
            return (T) value;
        } catch (IllegalAccessException e) {
            throw missing(field.toString(), e);
        }
    }

    public static @Nullable Object getOrNull(Field field, Object target) {
        try {
            return field.get(target);
        } catch (IllegalAccessException e) {
            throw missing(field.toString(), e);
        }
    }

    public static void set(Field field, Object target, @Nullable Object value) {
        try {
            field.set(target, value);
        } catch (IllegalAccessException e) {
            throw missing(field.toString(), e);
        }
    }

    public static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException e) {
            throw missing(method.toString(), e);
        } catch (InvocationTargetException e) {
            throw rethrow(e.getCause());
        }
    }

    public static Object create(Constructor<?> constructor, @Nullable Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException e) {
            throw missing(constructor.toString(), e);
        } catch (InvocationTargetException e) {
            throw rethrow(e.getCause());
        }
    }

    /** Throws what a reflective call threw, as if it had been called directly. */
    public static RuntimeException rethrow(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(thrown);
    }

    public static IllegalStateException missing(String what, @Nullable Throwable cause) {
        return new IllegalStateException(
                "kafka-clients " + SupportedVersions.present() + " lacks " + what
                        + ", which is needed to run it in virtual time. Supported: kafka-clients "
                        + SupportedVersions.RANGE + "; see docs/fidelity.md",
                cause);
    }
}
