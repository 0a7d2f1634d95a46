package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/** A log in memory that can be told to fail. */
final class TestLog implements CoordinatorLog {
    /** A record, of a producer's transaction or of none; or, without a record, the end of a transaction. */
    private record Entry(@Nullable CoordinatorRecord record, long producerId, boolean committed) {}

    private final SortedMap<Integer, List<Entry>> partitions = new TreeMap<>();
    private @Nullable ApiException failure;

    void failNext(ApiException exception) {
        failure = exception;
    }

    private List<Entry> entries(int partition) {
        return partitions.computeIfAbsent(partition, unused -> new ArrayList<>());
    }

    List<CoordinatorRecord> records(int partition) {
        return entries(partition).stream()
                .map(Entry::record)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Loses the newest entries, as no log of Kafka's should. */
    void forgetNewest(int partition, int count) {
        List<Entry> all = entries(partition);
        all.subList(all.size() - count, all.size()).clear();
    }

    @Override
    public void append(int partition, List<CoordinatorRecord> records) {
        failIfAsked();
        records.forEach(record -> entries(partition).add(new Entry(record, -1L, false)));
    }

    @Override
    public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
        failIfAsked();
        records.forEach(record -> entries(partition).add(new Entry(record, producer.producerId(), false)));
    }

    @Override
    public void append(int partition, TransactionMarker marker) {
        failIfAsked();
        entries(partition).add(new Entry(null, marker.producerId(), marker.committed()));
    }

    private void failIfAsked() {
        if (failure != null) {
            ApiException thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    @Override
    public void replay(int partition, CoordinatorReplay each) {
        long offset = 0;
        for (Entry entry : new ArrayList<>(entries(partition))) {
            if (entry.record() == null) {
                each.marker(entry.producerId(), entry.committed());
            } else {
                each.record(offset, entry.record(), entry.producerId());
            }
            offset++;
        }
    }
}
