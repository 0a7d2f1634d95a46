package io.github.groupcoordinator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Batches that inflate to much more than they are: they are read, but never held as a whole. */
class CompressionBombTest {
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final int INFLATED_BYTES = 64 * 1024 * 1024;
    private static final int MOST_ALLOCATED_BYTES = INFLATED_BYTES / 4;

    private final PartitionLog log = new PartitionLog("orders-0", LogConfig.defaults());

    private static long allocatedBy(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @EnumSource(value = CompressionType.class, mode = Mode.EXCLUDE, names = "NONE")
    void recordThatInflatesIsTakenAndFoundWithoutBeingHeld(CompressionType codec) {
        ByteBuffer bomb = Bombs.inflating(codec, NOW_MS, INFLATED_BYTES).buffer();
        PartitionLog roomy =
                new PartitionLog("orders-0", new LogConfig(16 * 1024 * 1024, false, Long.MAX_VALUE, 3_600_000L, false));

        assertThat(allocatedBy(() -> roomy.appendProduced(bomb, NOW_MS, false))).isLessThan(MOST_ALLOCATED_BYTES);
        assertThat(allocatedBy(() -> assertThat(roomy.firstAtOrAfter(NOW_MS)).isNotNull()))
                .isLessThan(MOST_ALLOCATED_BYTES);
        assertThat(roomy.logEndOffset()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void countThatIsNotThereIsRefusedWithoutRoomBeingMadeForIt(CompressionType codec) {
        ByteBuffer bomb = Bombs.claiming(codec, NOW_MS, Integer.MAX_VALUE).buffer();

        assertThat(allocatedBy(() -> assertThatThrownBy(() -> log.appendProduced(bomb, NOW_MS, false))
                        .isInstanceOf(InvalidRecordException.class)))
                .isLessThan(MOST_ALLOCATED_BYTES);
        assertThat(log.logEndOffset()).isZero();
    }
}
