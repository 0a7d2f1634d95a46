package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.cluster.Topics;
import io.github.groupcoordinator.internal.log.LogRecord;
import io.github.groupcoordinator.internal.log.LogReplay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of all partitions as text: a line for each batch, each record and each end of a transaction. */
final class StoredRecords {
    private StoredRecords() {}

    static List<String> of(Topics topics) {
        List<String> lines = new ArrayList<>();
        for (Topic topic : topics.all()) {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                topic.requireLog(partition).replay(new Lines(topic.name() + "-" + partition, lines));
            }
        }
        return lines;
    }

    private record Lines(String partition, List<String> lines) implements LogReplay {
        /** Its size is left out: it is the codec's affair, and its implementations differ from JDK to JDK. */
        @Override
        public void batch(long baseOffset, long lastOffset, int leaderEpoch, String compression) {
            lines.add(partition + " batch of offsets " + baseOffset + " to " + lastOffset + ", leader epoch "
                    + leaderEpoch + ", compression " + compression);
        }

        @Override
        public void record(LogRecord each, long producerId) {
            lines.add(partition + " offset " + each.offset() + ", timestamp " + each.timestamp()
                    + (producerId < 0 ? "" : ", transactional producer " + producerId) + ": " + text(each.key()) + " = "
                    + text(each.value()));
        }

        @Override
        public void marker(long producerId, boolean committed) {
            lines.add(partition + " transactional producer " + producerId + (committed ? " commits" : " aborts"));
        }
    }

    /** Returns bytes as the text that they are, or else in hexadecimal digits. */
    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "null";
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean isText = text.chars().noneMatch(Character::isISOControl)
                && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        return isText ? "'" + text + "'" : HexFormat.of().formatHex(bytes);
    }
}
