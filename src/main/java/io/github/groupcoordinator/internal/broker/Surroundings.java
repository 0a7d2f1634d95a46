package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.wire.ParkedRequests;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a broker: who hears of what happens in it, and what disturbs or watches its requests and its log.
 *
 * @param failures takes what a handler threw or refused; the driving thread rethrows it
 * @param faults makes what is asked about every request, given what moves leaders
 * @param aroundTheLog what stands between the coordinators and their log
 * @param parked watches that requests which may wait are answered in time; null if nobody does
 * @param shares what stands in for the cluster's own parts around share groups
 */
public record Surroundings(
        EventSink events,
        Consumer<Throwable> failures,
        Function<ClusterControl, FaultSource> faults,
        AroundTheLog aroundTheLog,
        @Nullable ParkedRequests parked,
        ShareSurroundings shares) {

    /** Returns the same, with somebody else who hears of what happens. */
    Surroundings withEvents(EventSink other) {
        return new Surroundings(other, failures, faults, aroundTheLog, parked, shares);
    }

    /** Stands between the coordinators and their log: an append that fails, or a look at the records. */
    @FunctionalInterface
    public interface AroundTheLog {

        /**
         * Returns the log that the coordinators get.
         *
         * @param endOffset the end of a partition's log, negative if there is no such partition
         */
        CoordinatorLog around(CoordinatorLog log, ToLongFunction<TopicPartition> endOffset);
    }
}
