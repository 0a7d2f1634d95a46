package io.github.groupcoordinator.internal.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int LARGEST = 100 * 1024 * 1024;

    private final FrameReader reader = new FrameReader(LARGEST);

    /** A client that announces a frame, sends so much of it, and goes. */
    private static ReadableByteChannel channel(int announced, int sent) {
        byte[] bytes = new byte[Integer.BYTES + sent];
        ByteBuffer.wrap(bytes).putInt(announced);
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private void assertGone(int announced, int sent) {
        assertThatThrownBy(() -> reader.read(channel(announced, sent))).isInstanceOf(EOFException.class);
    }

    @Test
    void frameThatIsOnlyAnnouncedTakesNextToNothing() {
        assertGone(LARGEST, 0);

        assertThat(reader.heldBytes()).isEqualTo(1_024);
    }

    @Test
    void roomIsAtMostTwiceWhatHasCome() {
        assertGone(LARGEST, 1_000_000);

        assertThat(reader.heldBytes()).isEqualTo(1_048_576);
    }

    @Test
    void frameIsPutTogetherWhateverItsSize() throws IOException {
        for (int size : new int[] {0, 1, 1_023, 1_024, 1_025, 3_000_000}) {
            ByteBuffer frame = new FrameReader(LARGEST).read(channel(size, size));

            assertThat(frame).isNotNull();
            assertThat(frame == null ? -1 : frame.remaining()).isEqualTo(size);
        }
    }

    @Test
    void frameLargerThanAllowedOrOfNoSizeIsMalformed() {
        assertThatThrownBy(() -> reader.read(channel(LARGEST + 1, 0))).isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> new FrameReader(LARGEST).read(channel(-1, 0)))
                .isInstanceOf(MalformedFrameException.class);
        assertThat(reader.heldBytes()).isZero();
    }
}
