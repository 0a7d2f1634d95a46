package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.client.Polls;
import io.github.groupcoordinator.internal.net.tcp.SystemTime;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.internal.thread.ThreadMode;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a cluster.
 *
 * @param brokerProperties by their Kafka names
 * @param topics the number of partitions by topic
 * @param polls how the application polls that the test stands for
 * @param run the run of a simulation that the cluster belongs to, if it belongs to one
 * @param threads what it does about the application's own threads
 */
public record ClusterPlan(
        Map<String, String> brokerProperties,
        Map<String, Integer> topics,
        int brokers,
        Duration coordinatorLoadTime,
        Polls polls,
        Set<Invariant> relaxed,
        Time time,
        @Nullable Door door,
        @Nullable CampaignRun run,
        ThreadMode threads) {

    /**
     * The time that a cluster lives in.
     *
     * @param shared the clock of others, if it shares one
     * @param start where a clock of its own starts; null for the default, or for the wall clock's time behind a door
     * @param fallback the default
     * @param seed of every free choice; 0 if none is drawn
     */
    public record Time(
            @Nullable VirtualClock shared, @Nullable Instant start, Instant fallback, long seed) {}

    /** Returns the present time of the wall clock, for a clock that is to start there. */
    public static Instant presentTime() {
        return SystemTime.wallClock();
    }

    /**
     * The door for clients outside of the cluster's own: its listener over TCP.
     *
     * @param firstPort of broker 0, the others have the next; 0 if each takes a free one
     */
    public record Door(String bindHost, String advertisedHost, boolean inSystemTime, int firstPort) {}
}
