package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** The library's own admin client of a real cluster: its answers, or an exception that says what is wrong and where. */
final class ClusterAdmin implements AutoCloseable {
    /** The level of metadata.version of Kafka 3.9, the oldest release whose coordinators the tests are meant for. */
    private static final int OLDEST_LEVEL = 21;

    private static final String OLDEST = "3.9";
    private static final String RIGHTS = ". It needs Create, Delete, Describe, Read and Write on topics; Describe,"
            + " Read and Delete on groups; and DescribeConfigs on the cluster if tests name broker properties";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Duration DEFAULT_API_TIMEOUT = Duration.ofSeconds(60);

    private final String address;
    private final Duration apiTimeout;
    private final Admin admin;

    /** @param properties of clients, without the address */
    ClusterAdmin(String address, Map<String, String> properties) {
        this.address = address;
        String timeout = properties.get(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
        this.apiTimeout = timeout == null ? DEFAULT_API_TIMEOUT : Duration.ofMillis(Long.parseLong(timeout.trim()));
        Map<String, Object> config = new LinkedHashMap<>(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "embedded-group-coordinator");
        try {
            this.admin = Admin.create(config);
        } catch (KafkaException e) {
            throw new KafkaException("No client of the cluster at " + address + " can be made: " + reason(e), e);
        }
    }

    /** Returns the innermost message of Kafka's own: those around it only say that a client could not be made. */
    private static String reason(KafkaException thrown) {
        KafkaException innermost = thrown;
        while (innermost.getCause() instanceof KafkaException cause) {
            innermost = cause;
        }
        return String.valueOf(innermost.getMessage());
    }

    /** Returns Kafka's client, for what needs no message of its own. */
    Admin admin() {
        return admin;
    }

    Duration apiTimeout() {
        return apiTimeout;
    }

    /** Waits for an answer. */
    <T> T get(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw told(what, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The test was interrupted while it wanted to " + what, e);
        }
    }

    /** Says what is wrong, and where, with something that was to be done. */
    KafkaException told(String what, Throwable failure) {
        String where = "the cluster at " + address;
        if (failure instanceof TimeoutException) {
            return new TimeoutException(
                    "It took more than " + apiTimeout.toMillis() + " ms (default.api.timeout.ms) to " + what + " at "
                            + where + ": is it running, can it be reached from here, and does its listener speak"
                            + " what security.protocol says? Kafka's client: " + failure.getMessage(),
                    failure);
        }
        if (failure instanceof AuthorizationException) {
            return new AuthorizationException(
                    "The tests' principal may not " + what + " at " + where + ": " + failure.getMessage() + RIGHTS,
                    failure);
        }
        if (failure instanceof AuthenticationException) {
            return new AuthenticationException(
                    where + " does not let the tests in, who wanted to " + what + ": " + failure.getMessage(), failure);
        }
        if (failure instanceof UnsupportedVersionException) {
            return new UnsupportedVersionException(
                    where + " is too old to " + what + "; tests need Kafka " + OLDEST + " or newer: "
                            + failure.getMessage(),
                    failure);
        }
        if (failure instanceof KafkaException kafkas) {
            return kafkas;
        }
        return new KafkaException("Could not " + what + " at " + where, failure);
    }

    /** Says the same of a failure whose own message does not say what it is about. */
    KafkaException toldInFull(String what, Throwable failure) {
        KafkaException told = told(what, failure);
        return told == failure
                ? new KafkaException(
                        "Could not " + what + " at the cluster at " + address + ": " + failure.getMessage(), failure)
                : told;
    }

    /** Looks whether there is a cluster, of a version that will do; returns its brokers. */
    List<Node> connect() {
        List<Node> nodes = new ArrayList<>(
                get("ask which brokers there are", admin.describeCluster().nodes()));
        FinalizedVersionRange level = get(
                        "ask for its version", admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("metadata.version");
        if (level == null || level.maxVersionLevel() < OLDEST_LEVEL) {
            throw new UnsupportedVersionException("The cluster at " + address + " is at "
                    + (level == null ? "no metadata.version" : "metadata.version " + level.maxVersionLevel())
                    + "; tests need a KRaft cluster of Kafka " + OLDEST + " (metadata.version " + OLDEST_LEVEL
                    + ") or newer");
        }
        return nodes;
    }

    /** Returns the properties of a broker by their names. */
    Map<String, String> brokerProperties(Node broker) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        Map<String, String> properties = new TreeMap<>();
        properties("broker " + broker.id(), resource)
                .forEach(entry -> properties.put(entry.name(), String.valueOf(entry.value())));
        return properties;
    }

    /** Returns the properties of a resource. */
    Collection<ConfigEntry> properties(String whose, ConfigResource resource) {
        Config config = get(
                        "describe the properties of " + whose,
                        admin.describeConfigs(List.of(resource)).all())
                .get(resource);
        return config == null ? List.of() : config.entries();
    }

    /** Returns the names of the topics that are not internal, sorted. */
    SortedSet<String> topicNames() {
        return new TreeSet<>(get("list the topics", admin.listTopics().names()));
    }

    /**
     * Creates topics of so many partitions each, and waits until they can be used; returns their ids.
     *
     * @param existing is told of each that is there already, before the exception
     * @throws TopicExistsException if one is there already
     */
    Map<String, Uuid> createTopics(Map<String, Integer> partitions, Consumer<String> existing) {
        List<NewTopic> topics = new ArrayList<>();
        partitions.forEach((name, count) -> topics.add(new NewTopic(name, Optional.of(count), Optional.empty())));
        Map<String, KafkaFuture<Void>> created = admin.createTopics(topics).values();
        List<KafkaException> failures = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<Void>> each : new TreeMap<>(created).entrySet()) {
            String name = each.getKey();
            try {
                get("create topic '" + name + "'", each.getValue());
            } catch (TopicExistsException e) {
                existing.accept(name);
                failures.add(new TopicExistsException("Topic '" + name + "' exists already at the cluster at " + address
                        + ", and a test's topics have to be new: what is there is never emptied. Delete it if nobody"
                        + " needs it, or, if a run left it that was killed, have what such runs left deleted"
                        + " (embedded-group-coordinator.cluster.delete-leftovers=true)"));
            } catch (KafkaException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return idsOnceUsable(partitions.keySet());
    }

    /** The answer to the creation has ids only for those who may describe a topic's properties. */
    private Map<String, Uuid> idsOnceUsable(Set<String> topics) {
        RealTime.Wait wait = RealTime.atMost(apiTimeout);
        Map<String, Uuid> ids = new TreeMap<>();
        while (true) {
            describing(topics).forEach((name, described) -> {
                try {
                    TopicDescription topic = get("describe topic '" + name + "'", described);
                    if (topic.partitions().stream().allMatch(part -> part.leader() != null)) {
                        ids.put(name, topic.topicId());
                    }
                } catch (UnknownTopicOrPartitionException e) {
                    ids.remove(name); // The broker does not know of it yet.
                }
            });
            if (ids.keySet().containsAll(topics)) {
                return ids;
            }
            if (wait.isOver()) {
                throw new TimeoutException(
                        "Not all of topics " + topics + ", which have been created at the cluster at " + address
                                + ", had a leader within " + apiTimeout.toMillis() + " ms (default.api.timeout.ms)");
            }
            RealTime.sleep(BETWEEN_LOOKS);
        }
    }

    /** Returns the ids of those topics that exist. */
    Map<String, Uuid> topicIds(Collection<String> topics) {
        Map<String, Uuid> ids = new TreeMap<>();
        Set<String> existing = topicNames();
        List<String> asked = topics.stream().filter(existing::contains).toList();
        get("describe topics", admin.describeTopics(asked).allTopicNames())
                .forEach((name, topic) -> ids.put(name, topic.topicId()));
        return ids;
    }

    /**
     * Deletes topics, and waits until they are gone; those that are gone already are none of its affairs. A consumer
     * whose thread has not yet noticed the end of the test may bring one back, which is deleted once more.
     */
    void deleteTopics(Collection<String> topics) {
        SortedSet<String> left = topicNames();
        left.retainAll(topics);
        RealTime.Wait wait = RealTime.atMost(apiTimeout);
        while (!left.isEmpty() && !wait.isOver()) {
            admin.deleteTopics(left).topicNameValues().forEach((name, done) -> {
                try {
                    get("delete topic '" + name + "'", done);
                } catch (UnknownTopicOrPartitionException e) {
                    // Somebody was quicker, or the broker that is asked what there is has not heard of it yet.
                }
            });
            left.retainAll(topicNames());
            if (!left.isEmpty()) {
                RealTime.sleep(BETWEEN_LOOKS);
            }
        }
    }

    /** Asks for the ids of topics that may exist or not, and does not wait; those that do not fail. */
    Map<String, KafkaFuture<TopicDescription>> describing(Collection<String> topics) {
        return admin.describeTopics(topics).topicNameValues();
    }

    /** Returns how many partitions those topics have that exist. */
    SortedMap<String, Integer> partitions(Collection<String> topics) {
        Set<String> existing = topicNames();
        List<String> asked = topics.stream().filter(existing::contains).toList();
        SortedMap<String, Integer> partitions = new TreeMap<>();
        get("describe topics", admin.describeTopics(asked).allTopicNames())
                .forEach(
                        (name, topic) -> partitions.put(name, topic.partitions().size()));
        return partitions;
    }

    /** Returns the ids of the groups of any kind, sorted. */
    SortedSet<String> groupIds() {
        return new TreeSet<>(groupTypes().keySet());
    }

    /** Returns the groups of any kind by their ids, each with Kafka's name of its kind; without one if it has none. */
    SortedMap<String, String> groupTypes() {
        SortedMap<String, String> types = new TreeMap<>();
        for (Object listing : get("list the groups", listedGroups())) {
            String id = String.valueOf(Reflect.invoke(Reflect.method(listing.getClass(), "groupId"), listing));
            Object type = required(Reflect.invoke(Reflect.method(listing.getClass(), "type"), listing));
            types.put(id, ((Optional<?>) type).map(String::valueOf).orElse(""));
        }
        return types;
    }

    /** The call that lists groups of all kinds came with 4.0; before there were no others than those of consumers. */
    @SuppressWarnings("unchecked") // The two results have the same shape, and no type in common.
    private KafkaFuture<Collection<?>> listedGroups() {
        var call = Reflect.methodOrNull(Admin.class, "listGroups");
        Object result = Reflect.invoke(call == null ? Reflect.method(Admin.class, "listConsumerGroups") : call, admin);
        return (KafkaFuture<Collection<?>>)
                required(Reflect.invoke(Reflect.method(required(result).getClass(), "all"), result));
    }

    private static Object required(@Nullable Object result) {
        if (result == null) {
            throw new IllegalStateException("Kafka's admin client answered with nothing");
        }
        return result;
    }

    /** Returns the offset of the oldest record of a partition. */
    long logStart(TopicPartition partition) {
        return offsets(List.of(partition), OffsetSpec.earliest()).getOrDefault(partition, 0L);
    }

    /** Returns the offsets that the next records get; partitions that do not exist are left out. */
    Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        Set<String> topics = topicNames();
        return offsets(
                partitions.stream()
                        .filter(each -> topics.contains(each.topic()))
                        .toList(),
                OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        var result = admin.listOffsets(asked);
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            offsets.put(
                    partition,
                    get("ask for the offsets of " + partition, result.partitionResult(partition))
                            .offset());
        }
        return offsets;
    }

    /**
     * Ends at once: what a test waits for has been answered by then, and a thread that outlives it may still be asking
     * for something that is gone, which Kafka's client would ask for again and again for a minute.
     */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    @Override
    public String toString() {
        return address;
    }
}
