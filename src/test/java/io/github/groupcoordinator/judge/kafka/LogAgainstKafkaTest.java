package io.github.groupcoordinator.judge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.log.LogConfig;
import io.github.groupcoordinator.internal.log.LogRead;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.log.UpkeepTimes;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.FetchDataInfo;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogStartOffsetIncrementReason;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka's own log, on disk, and ours are given the same batches and markers at random, by clients and by coordinators,
 * in and out of order, verified and not. They must refuse the same with the same error, and agree after every step on
 * the offsets, on the last stable offset, on what they know of each producer, and on what a reader of committed records
 * gets.
 */
class LogAgainstKafkaTest {
    private static final int HISTORIES = 20;
    private static final int STEPS = 150;

    private final SortedMap<String, Integer> seen = new TreeMap<>();

    @Test
    void answersAndStateAgree(@TempDir Path directory) throws IOException {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Path home = Files.createDirectory(directory.resolve("history-" + seed + "-0"));
            try (Both both = new Both(home.toFile(), new Random(seed), seed % 2 == 0)) {
                for (int step = 0; step < STEPS; step++) {
                    String what = both.step();
                    assertThat(both.ours)
                            .as("seed %s, step %s: %s", seed, step, what)
                            .isEqualTo(both.kafkas);
                    seen.merge(
                            what.replaceAll(" .*", "") + " "
                                    + both.kafkas.get(0).replaceAll("[ :].*", ""),
                            1,
                            Integer::sum);
                }
            }
        }
        System.out.println("Our log against Kafka's: " + HISTORIES * STEPS + " steps agree: " + seen);
        assertThat(seen.keySet())
                .contains(
                        "produce appended",
                        "produce InvalidTxnStateException",
                        "produce InvalidProducerEpochException",
                        "produce OutOfOrderSequenceException",
                        "produce RecordTooLargeException",
                        "coordinator appended",
                        "coordinator InvalidTxnStateException",
                        "coordinator InvalidProducerEpochException",
                        "coordinator RecordTooLargeException",
                        "marker appended",
                        "marker InvalidProducerEpochException",
                        "marker TransactionCoordinatorFencedException",
                        "read read",
                        "replace cut",
                        "expire looked");
    }

    /** Both logs, and what they say. */
    private static final class Both implements AutoCloseable {
        /** Three records of the usual size fit into a batch, and one of the largest just so. */
        private static final int MAX_MESSAGE_BYTES = 120;

        private static final org.apache.kafka.storage.internals.log.LogConfig CONFIG =
                new org.apache.kafka.storage.internals.log.LogConfig(
                        Map.of("max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES)));

        /** Epochs at the ends of their range, for a producer of its own: nobody comes after the highest. */
        private static final List<Short> FAR_EPOCHS = List.of(Short.MIN_VALUE, (short) -3, (short) 0, Short.MAX_VALUE);

        private static final List<Integer> FAR_COORDINATOR_EPOCHS =
                List.of(Integer.MIN_VALUE, -2, -1, 0, Integer.MAX_VALUE);

        private static final long FAR_PRODUCER = 9;

        private static final int PRODUCER_EXPIRATION_MS = 1_000;

        /** Every millisecond is one at which producers are looked at. */
        private static final UpkeepTimes TIMES = new UpkeepTimes(
                CoordinatorUnderTest.START_MS - 1,
                300_000,
                30_000,
                15_000,
                new UpkeepTimes.ProducerExpiration(PRODUCER_EXPIRATION_MS, 1));

        private final Random random;
        private final VirtualTime time = new VirtualTime(CoordinatorUnderTest.START_MS);
        private final File directory;

        /** The batches that were appended, with their offsets, for a replica that is to have a part of them. */
        private final List<MemoryRecords> replicated = new ArrayList<>();

        private UnifiedLog kafkasLog;
        private final PartitionLog ourLog = new PartitionLog(
                "history-0", new LogConfig(MAX_MESSAGE_BYTES, false, Long.MAX_VALUE, 3_600_000L, false));
        private final Map<Long, Integer> nextSequence = new TreeMap<>();
        private final Map<Long, Integer> epoch = new TreeMap<>();
        private int replicas;

        /** True if producers expire in this history, instead of replicas taking over that lack the newest batches. */
        private final boolean forgets;

        private List<String> kafkas = List.of();
        private List<String> ours = List.of();

        Both(File directory, Random random, boolean forgets) throws IOException {
            this.random = random;
            this.directory = directory;
            this.forgets = forgets;
            kafkasLog = open("leader");
        }

        private UnifiedLog open(String replica) throws IOException {
            UnifiedLog log = UnifiedLog.create(
                    Files.createDirectories(directory.toPath().resolve(replica).resolve("history-0"))
                            .toFile(),
                    CONFIG,
                    0L,
                    0L,
                    new NeverScheduler(),
                    new BrokerTopicStats(),
                    time,
                    900_000,
                    new ProducerStateManagerConfig(PRODUCER_EXPIRATION_MS, true),
                    600_000,
                    new LogDirFailureChannel(1),
                    true,
                    Optional.empty());
            log.assignEpochStartOffset(0, 0L);
            return log;
        }

        String step() throws IOException {
            time.set(time.milliseconds() + random.nextInt(50));
            long producerId = 1 + random.nextInt(3);
            int known = epoch.getOrDefault(producerId, 0);
            int asked = Math.max(0, known + (random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0));
            int what = random.nextInt(21);
            if (random.nextInt(12) == 0) {
                producerId = FAR_PRODUCER;
                asked = FAR_EPOCHS.get(random.nextInt(FAR_EPOCHS.size()));
            }
            if (what < 9) {
                return produce(producerId, (short) asked, random.nextInt(6) != 0);
            }
            if (what < 11) {
                return coordinate(producerId, (short) asked);
            }
            if (what < 17) {
                return mark(producerId, (short) asked);
            }
            if (what < 19) {
                return read();
            }
            if (what < 20) {
                return delete();
            }
            return forgets ? expire() : replace();
        }

        /** Takes a step on both and notes how it ended and what is known then. */
        private void both(Attempt onKafkas, Attempt onOurs) throws IOException {
            kafkas = new ArrayList<>(List.of(outcome(onKafkas)));
            ours = new ArrayList<>(List.of(outcome(onOurs)));
            kafkas.add("end " + kafkasLog.logEndOffset() + " stable " + kafkasLog.lastStableOffset());
            ours.add("end " + ourLog.logEndOffset() + " stable " + ourLog.lastStableOffset());
            kafkasLog.activeProducers().stream()
                    .sorted(Comparator.comparingLong(ProducerState::producerId))
                    .forEach(each -> kafkas.add(each.producerId() + " at " + each.producerEpoch() + " last "
                            + each.lastSequence() + " @" + each.lastTimestamp() + " coordinator "
                            + each.coordinatorEpoch() + " since " + each.currentTxnStartOffset()));
            ourLog.activeProducers()
                    .forEach(each -> ours.add(each.producerId() + " at " + each.producerEpoch() + " last "
                            + each.lastSequence() + " @" + each.lastTimestamp() + " coordinator "
                            + each.coordinatorEpoch() + " since " + each.transactionFirstOffset()));
        }

        private static String outcome(Attempt attempt) throws IOException {
            try {
                return attempt.run();
            } catch (ApiException refused) {
                return refused.getClass().getSimpleName();
            }
        }

        private String produce(long producerId, short producerEpoch, boolean transactional) throws IOException {
            int expected =
                    producerEpoch == epoch.getOrDefault(producerId, 0) ? nextSequence.getOrDefault(producerId, 0) : 0;
            int sequence = Math.max(0, expected + (random.nextInt(8) == 0 ? random.nextInt(5) - 2 : 0));
            boolean verifies = transactional && random.nextInt(5) != 0;
            boolean bumps = random.nextBoolean();
            boolean givesUp = verifies && random.nextInt(10) == 0;
            SimpleRecord[] records = records();
            MemoryRecords batch = transactional
                    ? MemoryRecords.withTransactionalRecords(
                            Compression.NONE, producerId, producerEpoch, sequence, records)
                    : MemoryRecords.withIdempotentRecords(
                            Compression.NONE, producerId, producerEpoch, sequence, records);
            ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes())
                    .put(batch.buffer().duplicate())
                    .flip();
            both(
                    () -> {
                        VerificationGuard guard = verifies
                                ? kafkasLog.maybeStartTransactionVerification(
                                        producerId, sequence, producerEpoch, bumps)
                                : VerificationGuard.SENTINEL;
                        return givesUp ? "asked" : append(batch, AppendOrigin.CLIENT, guard, -1);
                    },
                    () -> {
                        boolean begins = verifies
                                && ourLog.startVerification(
                                        producerId, producerEpoch, sequence, bumps, time.milliseconds());
                        return givesUp
                                ? "asked"
                                : appended(ourLog.appendProduced(bytes, time.milliseconds(), begins)
                                        .baseOffset());
                    });
            if (kafkas.get(0).startsWith("appended")) {
                epoch.put(producerId, (int) producerEpoch);
                nextSequence.put(producerId, Math.max(expected, sequence + records.length));
            }
            return "produce " + producerId + " epoch " + producerEpoch + " sequence " + sequence + " transactional "
                    + transactional + " verified " + verifies + " bumps " + bumps;
        }

        private String coordinate(long producerId, short producerEpoch) throws IOException {
            SimpleRecord[] records = records();
            boolean verifies = random.nextInt(4) != 0;
            MemoryRecords batch =
                    MemoryRecords.withTransactionalRecords(Compression.NONE, producerId, producerEpoch, 0, records);
            List<RecordBatches.KeyValue> own = new ArrayList<>();
            for (SimpleRecord record : records) {
                own.add(new RecordBatches.KeyValue(
                        new byte[] {1}, new byte[record.value().remaining()]));
            }
            both(
                    () -> {
                        VerificationGuard guard = verifies
                                ? kafkasLog.maybeStartTransactionVerification(producerId, -1, producerEpoch, true)
                                : VerificationGuard.SENTINEL;
                        return append(batch, AppendOrigin.COORDINATOR, guard, -1);
                    },
                    () -> {
                        boolean begins = verifies
                                && ourLog.startVerification(producerId, producerEpoch, -1, true, time.milliseconds());
                        return appended(
                                ourLog.appendTransactional(own, producerId, producerEpoch, begins, time.milliseconds())
                                        .baseOffset());
                    });
            if (kafkas.get(0).startsWith("appended")) {
                epoch.put(producerId, (int) producerEpoch);
                nextSequence.put(producerId, records.length);
            }
            return "coordinator " + producerId + " epoch " + producerEpoch + " verified " + verifies;
        }

        private String mark(long producerId, short asked) throws IOException {
            int version = random.nextInt(3);
            short producerEpoch = (short) (version == 2 && random.nextInt(5) != 0 ? asked + 1 : asked);
            int coordinatorEpoch = 5 + (random.nextInt(6) == 0 ? random.nextInt(3) - 1 : 0);
            if (producerId == FAR_PRODUCER) {
                coordinatorEpoch = FAR_COORDINATOR_EPOCHS.get(random.nextInt(FAR_COORDINATOR_EPOCHS.size()));
            }
            boolean commit = random.nextBoolean();
            return mark(new TransactionMarker(producerId, producerEpoch, commit, coordinatorEpoch, version));
        }

        private String mark(TransactionMarker marker) throws IOException {
            long producerId = marker.producerId();
            short producerEpoch = marker.producerEpoch();
            MemoryRecords batch = MemoryRecords.withEndTransactionMarker(
                    time.milliseconds(),
                    producerId,
                    producerEpoch,
                    new EndTransactionMarker(
                            marker.committed() ? ControlRecordType.COMMIT : ControlRecordType.ABORT,
                            marker.coordinatorEpoch()));
            both(
                    () -> append(
                            batch, AppendOrigin.COORDINATOR, VerificationGuard.SENTINEL, marker.transactionVersion()),
                    () -> appended(
                            ourLog.appendMarker(marker, time.milliseconds()).baseOffset()));
            if (kafkas.get(0).startsWith("appended")) {
                if (producerEpoch != epoch.getOrDefault(producerId, 0)) {
                    nextSequence.put(producerId, 0);
                }
                epoch.put(producerId, (int) producerEpoch);
            }
            return "marker of " + marker;
        }

        private SimpleRecord[] records() {
            SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(3)];
            // One byte more than fits into a batch of one, too.
            int valueBytes = random.nextInt(12) == 0 ? 40 + random.nextInt(20) : 1;
            for (int i = 0; i < records.length; i++) {
                records[i] = new SimpleRecord(time.milliseconds(), new byte[] {1}, new byte[valueBytes]);
            }
            return records;
        }

        private String append(MemoryRecords batch, AppendOrigin origin, VerificationGuard guard, int version)
                throws IOException {
            long first = kafkasLog
                    .appendAsLeader(batch, 0, origin, RequestLocal.noCaching(), guard, (short) version)
                    .firstOffset();
            // As the only replica does.
            kafkasLog.updateHighWatermark(kafkasLog.logEndOffset());
            if (kafkasLog.logEndOffset() > first && replicatedEnd() <= first) {
                replicated.add(batch);
            }
            return appended(first);
        }

        private long replicatedEnd() {
            return replicated.isEmpty() ? 0 : end(replicated.get(replicated.size() - 1));
        }

        private static long end(MemoryRecords records) {
            long[] end = {0};
            records.batches().forEach(batch -> end[0] = batch.nextOffset());
            return end[0];
        }

        private static String appended(long baseOffset) {
            return "appended at " + baseOffset;
        }

        private String read() throws IOException {
            long from = ourLog.logStartOffset()
                    + random.nextInt((int) (ourLog.logEndOffset() - ourLog.logStartOffset()) + 1);
            int maxBytes = random.nextBoolean() ? Integer.MAX_VALUE : 100 + random.nextInt(500);
            LogRead read = ourLog.readCommitted(from, maxBytes, true);
            MemoryRecords readable =
                    MemoryRecords.readableRecords(read.records().duplicate());
            long[] next = {from};
            readable.batches().forEach(batch -> next[0] = batch.nextOffset());
            both(
                    () -> {
                        FetchDataInfo fetched = kafkasLog.read(from, maxBytes, FetchIsolation.TXN_COMMITTED, true);
                        // Kafka cuts in the middle of a batch; whoever reads leaves the rest out, as we do.
                        int whole = 0;
                        for (var batch : fetched.records.batches()) {
                            whole += batch.sizeInBytes();
                        }
                        StringBuilder text = new StringBuilder("read " + whole + " bytes, aborted");
                        for (AbortedTransaction each : fetched.abortedTransactions.orElseThrow()) {
                            // Kafka's index is coarse: it may name transactions that begin behind what was read.
                            if (each.firstOffset() < next[0]) {
                                text.append(' ')
                                        .append(each.producerId())
                                        .append('@')
                                        .append(each.firstOffset());
                            }
                        }
                        return text.toString();
                    },
                    () -> {
                        StringBuilder text =
                                new StringBuilder("read " + read.records().remaining() + " bytes, aborted");
                        read.aborted().forEach(each -> text.append(' ')
                                .append(each.producerId())
                                .append('@')
                                .append(each.firstOffset()));
                        return text.toString();
                    });
            return "read from " + from + " at most " + maxBytes;
        }

        private String delete() throws IOException {
            long before = ourLog.logStartOffset()
                    + random.nextInt((int) (ourLog.logEndOffset() - ourLog.logStartOffset()) / 4 + 1);
            both(
                    () -> {
                        kafkasLog.maybeIncrementLogStartOffset(
                                before, LogStartOffsetIncrementReason.ClientRecordDeletion);
                        return "deleted";
                    },
                    () -> {
                        ourLog.deleteRecordsBefore(before);
                        return "deleted";
                    });
            return "delete before " + before;
        }

        private String expire() throws IOException {
            time.set(time.milliseconds() + random.nextInt(PRODUCER_EXPIRATION_MS));
            both(
                    () -> {
                        kafkasLog.removeExpiredProducers(time.milliseconds());
                        return "looked at";
                    },
                    () -> {
                        ourLog.tend(time.milliseconds(), TIMES);
                        return "looked at";
                    });
            takeOver();
            return "expire";
        }

        /** Goes on with what the log knows of its producers. */
        private void takeOver() {
            epoch.clear();
            nextSequence.clear();
            ourLog.activeProducers().forEach(each -> {
                epoch.put(each.producerId(), (int) each.producerEpoch());
                nextSequence.put(each.producerId(), each.lastSequence() + 1);
            });
        }

        /** Goes on with a replica that lacks some of the newest batches, as after an unclean election. */
        private String replace() throws IOException {
            for (int lost = random.nextInt(4); lost > 0 && mayLoseNewest(); lost--) {
                replicated.remove(replicated.size() - 1);
            }
            long cut = replicatedEnd();
            UnifiedLog replica = open("replica-" + replicas++);
            for (MemoryRecords batch : replicated) {
                replica.appendAsFollower(batch, 0);
                replica.updateHighWatermark(replica.logEndOffset());
            }
            replica.maybeIncrementLogStartOffset(
                    ourLog.logStartOffset(), LogStartOffsetIncrementReason.LeaderOffsetIncremented);
            kafkasLog.closeHandlers();
            kafkasLog = replica;
            both(() -> "cut", () -> {
                ourLog.truncateTo(cut);
                ourLog.beginLeaderEpoch(ourLog.leaderEpoch() + 1);
                return "cut";
            });
            takeOver();
            return "replace up to " + cut;
        }

        private boolean mayLoseNewest() {
            int newest = replicated.size() - 1;
            long end = newest <= 0 ? 0 : end(replicated.get(newest - 1));
            return newest >= 0 && end >= ourLog.logStartOffset();
        }

        @Override
        public void close() {
            kafkasLog.closeHandlers();
        }
    }

    /** One step on one of the logs. */
    private interface Attempt {
        String run() throws IOException;
    }
}
