package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;

/** Zig-zag variable-length numbers, as records of magic v2 use them. */
final class Varints {
    private Varints() {}

    static int readInt(ByteBuffer in) {
        long value = readUnsigned(in, 35);
        int raw = (int) value;
        return (raw >>> 1) ^ -(raw & 1);
    }

    static long readLong(ByteBuffer in) {
        long raw = readUnsigned(in, 70);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private static long readUnsigned(ByteBuffer in, int maxShift) {
        long value = 0;
        for (int shift = 0; shift < maxShift; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Varint is too long");
    }

    static void write(long value, ByteBuffer out) {
        long rest = zigZag(value);
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static int sizeOf(long value) {
        int size = 1;
        for (long rest = zigZag(value) >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    private static long zigZag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
