package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.junit5.internal.PropertyLines;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** The settings that one {@link EmbeddedGroupCoordinator}, or several merged, ask for. */
record ClusterSettings(
        Map<String, Integer> topics,
        Map<String, String> brokerProperties,
        @Nullable Instant startTime,
        @Nullable Duration pollEvery,
        long seed,
        int brokers,
        Set<Invariant> relaxed,
        Doors doors,
        List<Class<? extends ClusterConfigurer>> configurers) {

    /** Stands for the present time where the settings are to be equal although time goes on. */
    static final Instant AT_ITS_START = Instant.MAX;

    private static final String ADDRESS = "embedded-group-coordinator.bootstrap-servers-property";
    private static final String SEED = "embedded-group-coordinator.seed";

    static ClusterSettings none() {
        return new ClusterSettings(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                null,
                null,
                0,
                0,
                EnumSet.noneOf(Invariant.class),
                Doors.NONE,
                List.of());
    }

    /**
     * Returns what an annotation says.
     *
     * @param presentTime what {@code startTime = "now"} means
     * @throws IllegalArgumentException if an attribute is wrong; the message names the fix, but not the place
     */
    static ClusterSettings of(EmbeddedGroupCoordinator annotation, Supplier<Instant> presentTime) {
        Map<String, Integer> topics = new LinkedHashMap<>();
        for (Topic topic : annotation.topics()) {
            if (topic.partitions() < 1) {
                throw new IllegalArgumentException("@Topic(name = \"" + topic.name() + "\", partitions = "
                        + topic.partitions() + "): a topic has at least one partition");
            }
            if (topics.put(topic.name(), topic.partitions()) != null) {
                throw new IllegalArgumentException("topics names \"" + topic.name() + "\" twice; keep one");
            }
        }
        Map<String, String> brokerProperties = PropertyLines.parse(
                annotation.brokerProperties(), "brokerProperties", "group.initial.rebalance.delay.ms=0");
        Set<Invariant> relaxed = EnumSet.noneOf(Invariant.class);
        Collections.addAll(relaxed, annotation.relax());
        return new ClusterSettings(
                topics,
                brokerProperties,
                startTime(annotation.startTime(), presentTime),
                pollEvery(annotation.pollEvery()),
                annotation.seed(),
                brokers(annotation.brokers()),
                relaxed,
                Doors.of(annotation),
                List.of(annotation.config()));
    }

    private static int brokers(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("brokers = " + count + ": a cluster has at least one broker");
        }
        return count;
    }

    private static @Nullable Instant startTime(String text, Supplier<Instant> presentTime) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.equals("now")) {
            return presentTime.get();
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "startTime = \"" + text + "\" is no instant; write it as \"2026-01-01T00:00:00Z\", or \"now\"", e);
        }
    }

    private static @Nullable Duration pollEvery(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "pollEvery = \"" + text + "\" is no duration; write it as \"PT0.5S\"", e);
        }
    }

    /** Returns these settings, with those of a nearer annotation added and winning. */
    ClusterSettings merge(ClusterSettings nearer) {
        Map<String, Integer> mergedTopics = new LinkedHashMap<>(topics);
        mergedTopics.putAll(nearer.topics);
        Map<String, String> mergedProperties = new LinkedHashMap<>(brokerProperties);
        mergedProperties.putAll(nearer.brokerProperties);
        Set<Invariant> mergedRelaxed = EnumSet.copyOf(relaxed);
        mergedRelaxed.addAll(nearer.relaxed);
        List<Class<? extends ClusterConfigurer>> mergedConfigurers = new ArrayList<>(configurers);
        nearer.configurers.stream().filter(type -> !configurers.contains(type)).forEach(mergedConfigurers::add);
        return new ClusterSettings(
                mergedTopics,
                mergedProperties,
                nearer.startTime == null ? startTime : nearer.startTime,
                nearer.pollEvery == null ? pollEvery : nearer.pollEvery,
                nearer.seed == 0 ? seed : nearer.seed,
                nearer.brokers == 0 ? brokers : nearer.brokers,
                mergedRelaxed,
                doors.merge(nearer.doors),
                mergedConfigurers);
    }

    /**
     * Returns these settings, with what no annotation says taken from JUnit's configuration parameters.
     *
     * @throws IllegalArgumentException if a parameter has a wrong value
     */
    ClusterSettings withDefaults(ExtensionContext context) {
        String address = context.getConfigurationParameter(ADDRESS).orElse("").trim();
        return new ClusterSettings(
                topics,
                brokerProperties,
                startTime,
                pollEvery,
                seedOr(seed, context),
                brokers,
                relaxed,
                doors.orAddressProperty(address),
                configurers);
    }

    /**
     * Returns these settings as they are for the cluster of a Spring test's context.
     *
     * @throws IllegalArgumentException if they say what can't be there
     */
    ClusterSettings inContext() {
        Doors open = doors.inContext();
        Map<String, String> properties = new LinkedHashMap<>(brokerProperties);
        if (open.time() == TimeMode.SYSTEM) {
            // Real seconds, before each group's first rebalance; @EmbeddedKafka spares its tests them, too.
            properties.putIfAbsent("group.initial.rebalance.delay.ms", "0");
        }
        return new ClusterSettings(topics, properties, startTime, pollEvery, seed, brokers, relaxed, open, configurers);
    }

    /**
     * Returns a seed, or JUnit's configuration parameter for it if it is 0.
     *
     * @throws IllegalArgumentException if the parameter is no number
     */
    static long seedOr(long seed, ExtensionContext context) {
        return seed != 0
                ? seed
                : context.getConfigurationParameter(SEED)
                        .map(ClusterSettings::parseSeed)
                        .orElse(0L);
    }

    private static long parseSeed(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the configuration parameter " + SEED + " is \"" + text + "\"; write a whole number", e);
        }
    }

    InMemoryKafkaConfig toConfig() {
        InMemoryKafkaConfig.Builder config = InMemoryKafkaConfig.builder();
        topics.forEach(config::topic);
        brokerProperties.forEach(config::brokerProperty);
        if (AT_ITS_START.equals(startTime)) {
            config.startNow();
        } else if (startTime != null) {
            config.startTime(startTime);
        }
        if (pollEvery != null) {
            config.pollEvery(pollEvery);
        }
        if (brokers != 0) {
            config.brokers(brokers);
        }
        config.seed(seed).relax(relaxed.toArray(Invariant[]::new));
        doors.into(config);
        for (Class<? extends ClusterConfigurer> type : configurers) {
            made(type).configure(config);
        }
        return config.build();
    }

    private static ClusterConfigurer made(Class<? extends ClusterConfigurer> type) {
        try {
            return ReflectionSupport.newInstance(type);
        } catch (Exception e) { // JUnit throws even checked exceptions here, undeclared
            throw new IllegalArgumentException(
                    "config = " + type.getSimpleName() + ".class can't be made; it must be a top-level or static class"
                            + " with a constructor that takes no parameters",
                    e);
        }
    }
}
