package io.github.groupcoordinator.internal.coordinator.group.streams;

import io.github.groupcoordinator.internal.group.streams.StreamsConfig;
import io.github.groupcoordinator.internal.group.streams.StreamsConfigs;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The configurations of streams groups: the broker's properties, and those of their own that administrators have given
 * them. A change counts from the next request on.
 */
public final class StreamsGroupConfigs implements StreamsConfigs {
    public static final String SESSION_TIMEOUT = "streams.session.timeout.ms";
    public static final String HEARTBEAT_INTERVAL = "streams.heartbeat.interval.ms";
    public static final String ASSIGNMENT_INTERVAL = "streams.assignment.interval.ms";
    public static final String NUM_STANDBY_REPLICAS = "streams.num.standby.replicas";
    public static final String INITIAL_REBALANCE_DELAY = "streams.initial.rebalance.delay.ms";

    private final Supplier<StreamsGroupProperties> broker;
    private final Function<String, SortedMap<String, String>> own;

    /**
     * @param broker the properties of the broker as they are at the moment
     * @param own a group's own properties by its id; empty if it has none
     */
    public StreamsGroupConfigs(
            Supplier<StreamsGroupProperties> broker, Function<String, SortedMap<String, String>> own) {
        this.broker = broker;
        this.own = own;
    }

    @Override
    public StreamsConfig streams(String groupId) {
        StreamsGroupProperties properties = broker.get();
        SortedMap<String, String> ofGroup = own.apply(groupId);
        String delay = ofGroup.get(INITIAL_REBALANCE_DELAY);
        return new StreamsConfig(
                properties.sessionTimeoutMs().orOwn(ofGroup.get(SESSION_TIMEOUT)),
                properties.heartbeatIntervalMs().orOwn(ofGroup.get(HEARTBEAT_INTERVAL)),
                properties.maxSize(),
                properties.numStandbyReplicas().orOwn(ofGroup.get(NUM_STANDBY_REPLICAS)),
                delay == null ? properties.initialRebalanceDelayMs() : Integer.parseInt(delay.trim()),
                properties.assignmentIntervalMs().orOwn(ofGroup.get(ASSIGNMENT_INTERVAL)));
    }
}
