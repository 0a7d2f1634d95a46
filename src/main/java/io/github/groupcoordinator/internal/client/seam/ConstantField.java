package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** A static final field of Kafka's, in which another object is put for a while. */
public final class ConstantField {
    private final Field field;

    private ConstantField(Field field) {
        this.field = field;
    }

    /** Returns the field of that name. */
    public static ConstantField of(Class<?> type, String name) {
        return new ConstantField(Reflect.field(type, name));
    }

    /** Puts an object there, and returns what was there before. */
    public Object exchange(Object value) {
        try {
            Field holder = Unsafe.class.getDeclaredField("theUnsafe");
            holder.setAccessible(true);
            Unsafe unsafe = (Unsafe) holder.get(null);
            Object before = field.get(null);
            // A static final field cannot be written by any other means.
            unsafe.putObjectVolatile(unsafe.staticFieldBase(field), unsafe.staticFieldOffset(field), value);
            return before;
        } catch (ReflectiveOperationException e) {
            throw Reflect.missing(field.toString(), e);
        }
    }
}
