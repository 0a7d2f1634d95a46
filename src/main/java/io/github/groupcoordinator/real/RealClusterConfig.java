package io.github.groupcoordinator.real;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * The address of a real Kafka cluster on which tests run in real time, and how they are to behave there. A test creates
 * its topics and groups there and deletes them in the end; what was there before is never touched.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class RealClusterConfig {

    /** The longest wait in one call of a test unless told otherwise: two minutes. */
    public static final Duration DEFAULT_LONGEST_WAIT = Duration.ofMinutes(2);

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;
    private final Duration longestWait;
    private final boolean deletesLeftovers;

    private RealClusterConfig(
            String bootstrapServers,
            Map<String, String> clientProperties,
            Duration longestWait,
            boolean deletesLeftovers) {
        this.bootstrapServers = bootstrapServers;
        this.clientProperties = Collections.unmodifiableMap(new LinkedHashMap<>(clientProperties));
        this.longestWait = longestWait;
        this.deletesLeftovers = deletesLeftovers;
    }

    /**
     * Returns the cluster at an address.
     *
     * @param bootstrapServers as Kafka's clients take it, {@code host:port,...}
     * @throws IllegalArgumentException if it is blank
     */
    public static RealClusterConfig at(String bootstrapServers) {
        String address = Objects.requireNonNull(bootstrapServers, "The bootstrapServers are null")
                .trim();
        if (address.isEmpty()) {
            throw new IllegalArgumentException("The address of a cluster is \"host:port,...\", but it is blank");
        }
        return new RealClusterConfig(address, Collections.emptyMap(), DEFAULT_LONGEST_WAIT, false);
    }

    /**
     * Returns the same with properties that every client gets which does not say otherwise: {@code security.protocol},
     * {@code sasl.jaas.config} and the like.
     */
    public RealClusterConfig withClientProperties(Map<String, String> properties) {
        return new RealClusterConfig(bootstrapServers, properties, longestWait, deletesLeftovers);
    }

    /**
     * Returns the same with another bound on what one call may wait in real time: {@code clock.advance},
     * {@code runFor}, {@code runUntil} and {@code awaitStable}. What asks for more is not portable.
     *
     * @param longest one second or more
     * @throws IllegalArgumentException if it is shorter
     */
    public RealClusterConfig withLongestWait(Duration longest) {
        if (longest.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("The longest wait is one second or more, but it was " + longest);
        }
        return new RealClusterConfig(bootstrapServers, clientProperties, longest, deletesLeftovers);
    }

    /**
     * Returns the same, but the start first deletes what a run has left that was killed: the topics and groups that
     * stand in the marker topic, as long as they are still those of that run. Not while another run is at work there.
     */
    public RealClusterConfig deletingLeftovers() {
        return new RealClusterConfig(bootstrapServers, clientProperties, longestWait, true);
    }

    /** Returns the address, as Kafka's clients take it. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns the properties that every client gets which does not say otherwise. */
    public Map<String, String> clientProperties() {
        return clientProperties;
    }

    /** Returns the bound on what one call may wait. */
    public Duration longestWait() {
        return longestWait;
    }

    /** Returns whether the start first deletes what a run has left that was killed. */
    public boolean deletesLeftovers() {
        return deletesLeftovers;
    }
}
