package io.github.groupcoordinator.kraft.share;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** Objects of Kafka's classes that can't be made without a whole broker, made without running a constructor. */
public final class Made {
    private static final Unsafe UNSAFE = unsafe();

    private Made() {}

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    public static <T> T withoutConstructor(Class<T> type) {
        try {
            return type.cast(UNSAFE.allocateInstance(type));
        } catch (InstantiationException e) {
            throw new AssertionError(e);
        }
    }
}
