package io.github.groupcoordinator.internal.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/** A log in memory that can be told to fail. */
final class TestLog implements CoordinatorLog {
    private final SortedMap<Integer, List<CoordinatorRecord>> partitions = new TreeMap<>();
    private @Nullable ApiException failure;

    void failNext(ApiException exception) {
        failure = exception;
    }

    List<CoordinatorRecord> records(int partition) {
        return partitions.computeIfAbsent(partition, unused -> new ArrayList<>());
    }

    @Override
    public void append(int partition, List<CoordinatorRecord> records) {
        if (failure != null) {
            ApiException thrown = failure;
            failure = null;
            throw thrown;
        }
        records(partition).addAll(records);
    }

    @Override
    public void replay(int partition, Consumer<CoordinatorRecord> each) {
        new ArrayList<>(records(partition)).forEach(each);
    }
}
