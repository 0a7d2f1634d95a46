package io.github.groupcoordinator.internal.net.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** The reader of one connection: puts its frames together, each behind its size in four bytes. */
final class FrameReader {
    /**
     * Room for more is made only when it has come: a size that is announced costs the client nothing, and so must cost
     * us next to nothing, however many connections announce one.
     */
    private static final int INITIAL_BYTES = 1_024;

    private final int maxFrameBytes;
    private final ByteBuffer prefix = ByteBuffer.allocate(Integer.BYTES);
    private @Nullable ByteBuffer body;
    private int size;

    FrameReader(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Reads as much as there is of one frame, and nothing of the next.
     *
     * @return the frame, or null if it is not complete yet
     * @throws EOFException if the client has closed its end
     * @throws MalformedFrameException if the size is negative or too large
     */
    @Nullable
    ByteBuffer read(ReadableByteChannel channel) throws IOException {
        ByteBuffer into = body;
        if (into == null) {
            if (!fill(channel, prefix)) {
                return null;
            }
            size = checked(prefix.getInt(0));
            into = ByteBuffer.allocate(Math.min(size, INITIAL_BYTES));
            body = into;
        }
        while (fill(channel, into)) {
            if (into.capacity() == size) {
                prefix.clear();
                body = null;
                return into.flip();
            }
            into = ByteBuffer.allocate((int) Math.min(size, into.capacity() * 2L))
                    .put(into.flip());
            body = into;
        }
        return null;
    }

    /** Returns how many bytes are held of a frame that is not complete. */
    int heldBytes() {
        ByteBuffer into = body;
        return into == null ? 0 : into.capacity();
    }

    private int checked(int announced) throws MalformedFrameException {
        if (announced < 0) {
            throw new MalformedFrameException("a frame of " + announced + " bytes was announced");
        }
        if (announced > maxFrameBytes) {
            throw new MalformedFrameException("a frame of " + announced
                    + " bytes was announced, and socket.request.max.bytes is " + maxFrameBytes);
        }
        return announced;
    }

    private static boolean fill(ReadableByteChannel channel, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int read = channel.read(into);
            if (read < 0) {
                throw new EOFException("the client has closed the connection");
            }
            if (read == 0) {
                return false;
            }
        }
        return true;
    }
}
