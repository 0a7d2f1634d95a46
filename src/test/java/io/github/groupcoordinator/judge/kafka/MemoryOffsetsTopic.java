package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.judge.CoordinatorUnderTest.AppendedRecord;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.ShareGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.StreamsGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.StreamsGroupMetadataKey;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.CompletedTxn;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogOffsetMetadata;
import org.apache.kafka.storage.internals.log.ProducerAppendInfo;
import org.apache.kafka.storage.internals.log.ProducerStateManager;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/** The offsets topic in memory: what the coordinator writes to and loads from. */
final class MemoryOffsetsTopic implements PartitionWriter, CoordinatorLoader<CoordinatorRecord> {
    /** The transaction that a record belongs to, -1 for none; or, as a marker, whose ends there and how. */
    private record Transactional(
            long producerId, short producerEpoch, @Nullable TransactionResult ended) {}

    private final List<AppendedRecord> records = new ArrayList<>();

    /** The transactions of the records and, in between, the markers: all of a partition in its order. */
    private final Map<TopicPartition, List<Transactional>> entries = new LinkedHashMap<>();

    private final Map<TopicPartition, ProducerStateManager> producers = new LinkedHashMap<>();
    private final Map<TopicPartition, Listener> listeners = new LinkedHashMap<>();
    private final LogConfig config;
    private final BiConsumer<TopicPartition, CoordinatorRecord> afterReplay;
    private final List<Runnable> heldLoads = new ArrayList<>();
    private boolean holdLoading;
    private boolean failNext;
    private boolean onlyFirstFails;
    private boolean tooLarge;

    /** Makes the topic, with the size of batches that the broker's properties allow. */
    MemoryOffsetsTopic(
            Map<String, String> brokerProperties, BiConsumer<TopicPartition, CoordinatorRecord> afterReplay) {
        String maxBytes = brokerProperties.get("message.max.bytes");
        this.config = new LogConfig(maxBytes == null ? Map.of() : Map.of("max.message.bytes", maxBytes));
        this.afterReplay = afterReplay;
    }

    List<AppendedRecord> records() {
        return records;
    }

    void replace(List<AppendedRecord> others) {
        records.clear();
        records.addAll(others);
        entries.clear();
        producers.clear();
        for (AppendedRecord record : others) {
            entries(new TopicPartition("__consumer_offsets", record.partition()))
                    .add(new Transactional(-1L, (short) -1, null));
        }
    }

    /** Returns the records of members of consumer groups from a place on, in order. */
    List<CoordinatorRecord> consumerMembersFrom(int from) {
        return from(from)
                .filter(record -> record.key() instanceof ConsumerGroupMemberMetadataKey
                        || record.key() instanceof ShareGroupMemberMetadataKey
                        || record.key() instanceof StreamsGroupMemberMetadataKey)
                .toList();
    }

    /** Returns the groups whose newest record of a classic group, from a place on, is not a tombstone. */
    Set<String> classicGroupsFrom(int from) {
        Set<String> found = new TreeSet<>();
        from(from).forEach(record -> {
            if (record.key() instanceof GroupMetadataKey key) {
                if (record.value() == null) {
                    found.remove(key.group());
                } else {
                    found.add(key.group());
                }
            }
        });
        return found;
    }

    /** Notes which groups are streams groups by the records from a place on. */
    void streamsGroupsFrom(int from, Set<String> known) {
        from(from).forEach(record -> {
            if (record.key() instanceof StreamsGroupMetadataKey key) {
                if (record.value() == null) {
                    known.remove(key.groupId());
                } else {
                    known.add(key.groupId());
                }
            }
        });
    }

    private Stream<CoordinatorRecord> from(int from) {
        GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();
        return records.subList(from, records.size()).stream()
                .map(appended -> serde.deserialize(
                        ByteBuffer.wrap(appended.key()),
                        appended.value() == null ? null : ByteBuffer.wrap(appended.value())));
    }

    /** Lists the members of the group's newest record in order, with the first as their leader. */
    void arrange(String groupId, List<String> order) {
        GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();
        for (int i = records.size() - 1; i >= 0; i--) {
            AppendedRecord appended = records.get(i);
            if (appended.value() == null) {
                continue;
            }
            CoordinatorRecord record =
                    serde.deserialize(ByteBuffer.wrap(appended.key()), ByteBuffer.wrap(appended.value()));
            if (record.key() instanceof GroupMetadataKey key && key.group().equals(groupId)) {
                GroupMetadataValue group = (GroupMetadataValue) record.value().message();
                if (group.members().isEmpty()) {
                    return;
                }
                group.setLeader(order.get(0));
                group.members().sort(Comparator.comparingInt(member -> order.indexOf(member.memberId())));
                records.set(i, new AppendedRecord(appended.partition(), appended.key(), serde.serializeValue(record)));
                return;
            }
        }
    }

    void failNext() {
        failNext = true;
    }

    /** Says whether an append that is to fail is the next one to the first partition only. */
    void onlyFirstFails(boolean only) {
        onlyFirstFails = only;
    }

    /** Returns whether a batch was refused for its size since this was last asked. */
    boolean refusedTooLarge() {
        boolean refused = tooLarge;
        tooLarge = false;
        return refused;
    }

    void holdLoading() {
        holdLoading = true;
    }

    /** Returns false if no loading was held. */
    boolean finishLoading() {
        boolean held = holdLoading;
        holdLoading = false;
        List<Runnable> loads = List.copyOf(heldLoads);
        heldLoads.clear();
        loads.forEach(Runnable::run);
        return held;
    }

    private List<Transactional> entries(TopicPartition tp) {
        return entries.computeIfAbsent(tp, unused -> new ArrayList<>());
    }

    private long endOffset(TopicPartition tp) {
        return entries(tp).size();
    }

    /** Checks epochs as the log does, with Kafka's own class, and remembers them. */
    private void checkProducers(TopicPartition tp, MemoryRecords appended, short transactionVersion) {
        ProducerStateManager states = producers.computeIfAbsent(tp, MemoryOffsetsTopic::newProducers);
        for (RecordBatch batch : appended.batches()) {
            if (batch.hasProducerId()) {
                ProducerAppendInfo info = states.prepareUpdate(batch.producerId(), AppendOrigin.COORDINATOR);
                Optional<LogOffsetMetadata> first = Optional.of(new LogOffsetMetadata(endOffset(tp)));
                Optional<CompletedTxn> completed = info.append(batch, first, transactionVersion);
                states.update(info);
                completed.ifPresent(states::completeTxn);
            }
        }
    }

    private static ProducerStateManager newProducers(TopicPartition tp) {
        try {
            return new ProducerStateManager(
                    tp,
                    new File("no such directory"),
                    900_000,
                    new ProducerStateManagerConfig(Integer.MAX_VALUE, false),
                    new VirtualTime(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long append(TopicPartition tp, VerificationGuard guard, MemoryRecords batch, short transactionVersion) {
        if (failNext && (!onlyFirstFails || tp.partition() == 0)) {
            failNext = false;
            throw new NotEnoughReplicasException("the history asked for it");
        }
        for (RecordBatch each : batch.batches()) {
            if (each.sizeInBytes() > config.maxMessageSize()) {
                tooLarge = true;
                throw new RecordTooLargeException(each.sizeInBytes() + " bytes");
            }
        }
        checkProducers(tp, batch, transactionVersion);
        for (RecordBatch each : batch.batches()) {
            if (each.isControlBatch()) {
                boolean commits =
                        EndTransactionMarker.deserialize(each.iterator().next()).controlType()
                                == ControlRecordType.COMMIT;
                entries(tp)
                        .add(new Transactional(
                                each.producerId(),
                                each.producerEpoch(),
                                commits ? TransactionResult.COMMIT : TransactionResult.ABORT));
            } else {
                each.forEach(
                        record -> entries(tp).add(new Transactional(each.producerId(), each.producerEpoch(), null)));
            }
        }
        for (Record record : batch.records()) {
            if (batch.batches().iterator().next().isControlBatch()) {
                break;
            }
            byte[] value = record.hasValue() ? Utils.toArray(record.value()) : null;
            records.add(new AppendedRecord(tp.partition(), Utils.toArray(record.key()), value));
        }
        long endOffset = endOffset(tp);
        Listener listener = listeners.get(tp);
        if (listener != null) {
            listener.onHighWatermarkUpdated(tp, endOffset);
        }
        return endOffset;
    }

    @Override
    public CompletableFuture<LoadSummary> load(TopicPartition tp, CoordinatorPlayback<CoordinatorRecord> coordinator) {
        CompletableFuture<LoadSummary> loaded = new CompletableFuture<>();
        if (holdLoading) {
            heldLoads.add(() -> loaded.complete(replay(tp, coordinator)));
        } else {
            loaded.complete(replay(tp, coordinator));
        }
        return loaded;
    }

    private LoadSummary replay(TopicPartition tp, CoordinatorPlayback<CoordinatorRecord> coordinator) {
        GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();
        Iterator<AppendedRecord> own = records.stream()
                .filter(record -> record.partition() == tp.partition())
                .iterator();
        long offset = 0;
        for (Transactional entry : entries(tp)) {
            if (entry.ended() != null) {
                coordinator.replayEndTransactionMarker(entry.producerId(), entry.producerEpoch(), entry.ended());
                offset++;
                continue;
            }
            AppendedRecord record = own.next();
            ByteBuffer value = record.value() == null ? null : ByteBuffer.wrap(record.value());
            CoordinatorRecord read = serde.deserialize(ByteBuffer.wrap(record.key()), value);
            coordinator.replay(offset++, entry.producerId(), entry.producerEpoch(), read);
            afterReplay.accept(tp, read);
        }
        if (offset > 0) {
            coordinator.updateLastWrittenOffset(offset);
            coordinator.updateLastCommittedOffset(offset);
        }
        return new LoadSummary(0, 0, 0, offset, 0);
    }

    @Override
    public void registerListener(TopicPartition tp, Listener listener) {
        listeners.put(tp, listener);
    }

    @Override
    public void deregisterListener(TopicPartition tp, Listener listener) {
        listeners.remove(tp, listener);
    }

    @Override
    public LogConfig config(TopicPartition tp) {
        return config;
    }

    @Override
    public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
            TopicPartition tp, String transactionalId, long producerId, short producerEpoch, int apiVersion) {
        return CompletableFuture.completedFuture(VerificationGuard.SENTINEL);
    }

    @Override
    public CompletableFuture<Void> deleteRecords(TopicPartition tp, long deleteBeforeOffset) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
