package io.github.groupcoordinator.internal.real.around;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.kafka.common.network.TransferableChannel;

/** A channel that takes everything and passes nothing on. */
final class Nowhere implements TransferableChannel {
    static final Nowhere CHANNEL = new Nowhere();

    private Nowhere() {}

    @Override
    public int write(ByteBuffer source) {
        int taken = source.remaining();
        source.position(source.limit());
        return taken;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        long taken = 0;
        for (int i = offset; i < offset + length; i++) {
            taken += write(sources[i]);
        }
        return taken;
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
        // There is nothing to release.
    }
}
