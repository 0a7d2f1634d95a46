package io.github.groupcoordinator.internal.net.memory;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.kafka.common.network.TransferableChannel;

/** The receiver of the bytes of one request, in place of a socket. */
final class FrameSink implements TransferableChannel {
    private final ByteBuffer bytes;

    FrameSink(int size) {
        this.bytes = ByteBuffer.allocate(size);
    }

    /** Returns the frame without its size prefix. */
    ByteBuffer frame() {
        bytes.flip();
        int size = bytes.getInt();
        if (size != bytes.remaining()) {
            throw new IllegalStateException(
                    "A client sent a frame of " + bytes.remaining() + " bytes that says " + size);
        }
        return bytes.slice();
    }

    @Override
    public int write(ByteBuffer source) {
        int written = source.remaining();
        bytes.put(source);
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(sources[i]);
        }
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources) {
        return write(sources, 0, sources.length);
    }

    @Override
    public boolean hasPendingWrites() {
        return false;
    }

    @Override
    public long transferFrom(FileChannel fileChannel, long position, long count) {
        throw new UnsupportedOperationException("Clients do not send files");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to release: the bytes are the frame.
    }
}
