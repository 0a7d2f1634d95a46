package io.github.groupcoordinator.kraft.share;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.share.KafkaSide;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** The logs of a broker's partitions that both sides read, cut into segments, and whether the broker leads them. */
public final class SharedLogs {
    private static final int BATCHES_OF_A_SEGMENT = 3;

    private final Map<TopicIdPartition, Led> all = new LinkedHashMap<>();

    SharedLogs(int partitions) {
        Uuid topic = new Uuid(1, 2);
        for (int partition = 0; partition < partitions; partition++) {
            all.put(new TopicIdPartition(topic, partition, "t"), new Led());
        }
    }

    List<TopicIdPartition> partitions() {
        return List.copyOf(all.keySet());
    }

    public Led of(TopicIdPartition partition) {
        return all.get(partition);
    }

    public Led of(int partition) {
        return List.copyOf(all.values()).get(partition);
    }

    /** The place of an offset: the segment by its first offset, and the bytes before it in there. */
    public record Position(long offset, long segment, int bytes) {}

    /** The log of one partition. */
    public static final class Led {
        /** Refuses what only a leader answers whose log is there. */
        public void requireLeader() {
            if (offline) {
                throw Errors.KAFKA_STORAGE_ERROR.exception();
            }
            if (!leads) {
                throw Errors.NOT_LEADER_OR_FOLLOWER.exception();
            }
        }

        /** Returns why it can't be read at the offset, or NONE. */
        public Errors errorAt(long offset) {
            if (offline) {
                return Errors.KAFKA_STORAGE_ERROR;
            }
            if (!leads) {
                return Errors.NOT_LEADER_OR_FOLLOWER;
            }
            return offset < log.start() || offset > log.end() ? Errors.OFFSET_OUT_OF_RANGE : Errors.NONE;
        }

        public final SimLog log = new SimLog();
        public boolean leads = true;
        /** True while the disk that it lies on has failed. */
        public boolean offline;

        public int leaderEpoch;
        /** Segment and size of each batch that there ever was, by its first offset. */
        private final TreeMap<Long, long[]> placed = new TreeMap<>();

        private int inSegment;
        private long segment;
        private int segmentBytes;

        /** Says where a batch that was just appended lies. */
        void place(LogBatch batch) {
            if (inSegment == BATCHES_OF_A_SEGMENT) {
                inSegment = 0;
                segmentBytes = 0;
                segment = batch.base();
            }
            inSegment++;
            placed.put(batch.base(), new long[] {segment, segmentBytes});
            segmentBytes += size(batch);
        }

        public static int size(LogBatch batch) {
            return KafkaSide.records(List.of(batch)).sizeInBytes();
        }

        public Position position(long offset) {
            for (LogBatch batch : log.batches()) {
                if (batch.last() >= offset) {
                    long[] place = placed.get(batch.base());
                    return new Position(offset, place[0], (int) place[1]);
                }
            }
            return new Position(offset, segment, segmentBytes);
        }

        public long endOffset(boolean committed) {
            return committed ? log.lastStableOffset() : log.end();
        }

        /** Reads whole batches, as many as fit. */
        public List<LogBatch> read(long offset, int maxBytes, boolean oneAtLeast, boolean committed) {
            List<LogBatch> found = log.read(offset, Integer.MAX_VALUE, committed);
            int bytes = 0;
            int count = 0;
            for (LogBatch batch : found) {
                bytes += size(batch);
                if (bytes > maxBytes && !(oneAtLeast && count == 0)) {
                    break;
                }
                count++;
            }
            return found.subList(0, count);
        }
    }
}
