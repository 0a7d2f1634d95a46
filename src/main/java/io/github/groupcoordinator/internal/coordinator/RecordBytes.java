package io.github.groupcoordinator.internal.coordinator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Kafka's primitive types, read and written: as they are up to now, or in the compact form of flexible versions. */
public final class RecordBytes {
    private ByteBuffer buffer;
    private final boolean flexible;

    private RecordBytes(ByteBuffer buffer, boolean flexible) {
        this.buffer = buffer;
        this.flexible = flexible;
    }

    public static RecordBytes writing(boolean flexible) {
        return writing(flexible, 128);
    }

    /** Starts with room for so many bytes; takes more as it needs them. */
    public static RecordBytes writing(boolean flexible, int expectedSize) {
        return new RecordBytes(ByteBuffer.allocate(expectedSize), flexible);
    }

    public static RecordBytes reading(ByteBuffer buffer, boolean flexible) {
        return new RecordBytes(buffer, flexible);
    }

    /** Reads the version with which a record's value begins, which must be one that is known. */
    public static short version(ByteBuffer value, int latest) {
        short version = value.getShort();
        if (version < 0 || version > latest) {
            throw new IllegalArgumentException("version " + version + " of a record's value is not known");
        }
        return version;
    }

    /** Reads a record's value of version 0, the only one that is known of most records. */
    public static RecordBytes readingVersion0(byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        version(buffer, 0);
        return reading(buffer, true);
    }

    public byte[] toByteArray() {
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    public RecordBytes writeByte(int value) {
        room(1).put((byte) value);
        return this;
    }

    /** Writes bytes without their count. */
    public RecordBytes writeRaw(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    public RecordBytes writeShort(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    public RecordBytes writeInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    public RecordBytes writeLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public RecordBytes writeUuid(Uuid value) {
        return writeLong(value.getMostSignificantBits()).writeLong(value.getLeastSignificantBits());
    }

    public RecordBytes writeVarint(int value) {
        int rest = value;
        while ((rest & 0xffffff80) != 0) {
            room(1).put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        room(1).put((byte) rest);
        return this;
    }

    /** Returns how many bytes {@link #writeVarint} takes for a number. */
    public static int sizeOfVarint(int value) {
        return value == 0 ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7;
    }

    public RecordBytes writeString(@Nullable String value) {
        if (value == null) {
            return flexible ? writeVarint(0) : writeShort(-1);
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a string of " + bytes.length + " bytes is too long to be stored");
        }
        if (flexible) {
            writeVarint(bytes.length + 1);
        } else {
            writeShort(bytes.length);
        }
        room(bytes.length).put(bytes);
        return this;
    }

    public RecordBytes writeBytes(byte[] value) {
        writeCount(value.length);
        room(value.length).put(value);
        return this;
    }

    /** Writes the number of elements of an array, or of bytes. */
    public RecordBytes writeCount(int count) {
        return flexible ? writeVarint(count + 1) : writeInt(count);
    }

    public byte readByte() {
        return buffer.get();
    }

    public int readShort() {
        return buffer.getShort();
    }

    public int readInt() {
        return buffer.getInt();
    }

    public long readLong() {
        return buffer.getLong();
    }

    public Uuid readUuid() {
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    public int readVarint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a variable-length integer has more than five bytes");
    }

    @Nullable
    public String readNullableString() {
        int length = flexible ? readVarint() - 1 : readShort();
        return length < 0 ? null : new String(take(length), StandardCharsets.UTF_8);
    }

    public String readString() {
        String value = readNullableString();
        if (value == null) {
            throw new IllegalArgumentException("a string that must not be null is");
        }
        return value;
    }

    public byte[] readBytes() {
        return take(readCount());
    }

    public int readCount() {
        int count = flexible ? readVarint() - 1 : readInt();
        if (count < 0) {
            throw new IllegalArgumentException("an array that must not be null is");
        }
        return count;
    }

    public void skip(int length) {
        take(length);
    }

    /** Skips the tagged fields of a structure that has none that is known. */
    public void skipTags() {
        int tags = readVarint();
        for (int i = 0; i < tags; i++) {
            readVarint();
            skip(readVarint());
        }
    }

    private byte[] take(int length) {
        if (length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private ByteBuffer room(int size) {
        if (buffer.remaining() < size) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + size));
            buffer.flip();
            larger.put(buffer);
            buffer = larger;
        }
        return buffer;
    }
}
