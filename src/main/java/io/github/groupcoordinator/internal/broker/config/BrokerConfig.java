package io.github.groupcoordinator.internal.broker.config;

import static io.github.groupcoordinator.internal.broker.config.PropertyTable.define;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinatorConfig;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupProperties;
import io.github.groupcoordinator.internal.coordinator.group.streams.StreamsGroupProperties;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The broker properties, by Kafka's names and with Kafka's defaults. */
public final class BrokerConfig {
    private static final String REBALANCE_PROTOCOLS = "group.coordinator.rebalance.protocols";
    private static final PropertyTable TABLE = new PropertyTable(
            "broker property", definitions(), UnreadProperties.known().keySet());

    /** The properties that Kafka lets an administrator change while a broker runs. */
    private static final Set<String> DYNAMIC = new TreeSet<>(List.of(
            "group.consumer.assignment.interval.ms",
            "group.share.assignment.interval.ms",
            "group.streams.assignment.interval.ms",
            "log.cleaner.backoff.ms",
            "log.cleaner.delete.retention.ms",
            "log.cleaner.max.compaction.lag.ms",
            "log.cleaner.min.cleanable.ratio",
            "log.cleaner.min.compaction.lag.ms",
            "log.cleanup.policy",
            "log.message.timestamp.after.max.ms",
            "log.message.timestamp.before.max.ms",
            "log.message.timestamp.type",
            "log.retention.bytes",
            "log.retention.ms",
            "log.roll.ms",
            "log.segment.bytes",
            "max.connections",
            "message.max.bytes",
            "min.insync.replicas",
            "producer.id.expiration.ms",
            "transaction.partition.verification.enable",
            "unclean.leader.election.enable"));

    private final Map<String, String> given;
    private final Map<String, String> ofBroker;
    private final Map<String, String> ofCluster;
    private final Map<String, Object> values;
    private final ClusterShape shape;
    private final Features features;
    private final UnreadProperties unread;
    private final boolean consumerProtocolEnabled;
    private final ShareGroupProperties shareGroups;
    private final StreamsGroupProperties streamsGroups;

    /**
     * @param given what the broker was started with
     * @param ofBroker what was set for this broker since; it comes before all others
     * @param ofCluster what was set for all brokers since; it comes before what was given
     */
    private BrokerConfig(
            Map<String, String> given,
            Map<String, String> ofBroker,
            Map<String, String> ofCluster,
            ClusterShape shape,
            Features features,
            UnreadProperties unread) {
        this.shape = shape;
        this.unread = unread;
        this.features = features;
        this.given = new LinkedHashMap<>(given);
        this.ofBroker = new LinkedHashMap<>(ofBroker);
        this.ofCluster = new LinkedHashMap<>(ofCluster);
        Map<String, String> effective = new LinkedHashMap<>(given);
        effective.putAll(ofCluster);
        effective.putAll(ofBroker);
        this.values = TABLE.parse(effective);
        if (intOf("group.max.session.timeout.ms") < intOf("group.min.session.timeout.ms")) {
            throw new ConfigException("group.max.session.timeout.ms (" + intOf("group.max.session.timeout.ms")
                    + ") must not be smaller than group.min.session.timeout.ms ("
                    + intOf("group.min.session.timeout.ms") + ")");
        }
        if (!rebalanceProtocols().contains("classic")) {
            throw new ConfigException(
                    REBALANCE_PROTOCOLS, rebalanceProtocols(), "The classic protocol can't be left out");
        }
        this.shareGroups = ShareGroupConfig.of(values);
        this.streamsGroups = StreamsGroupConfig.of(values);
        this.consumerProtocolEnabled =
                features.groupVersion() > 0 && rebalanceProtocols().contains("consumer");
    }

    private static ConfigDef definitions() {
        ConfigDef table = new ConfigDef();
        define(table, "add.partitions.to.txn.retry.backoff.max.ms", Type.INT, 100, atLeast(0));
        define(table, "add.partitions.to.txn.retry.backoff.ms", Type.INT, 20, atLeast(1));
        define(table, "auto.create.topics.enable", Type.BOOLEAN, true, null);
        define(table, "broker.session.timeout.ms", Type.INT, 9_000, null);
        define(table, "default.replication.factor", Type.INT, 1, ConfigDef.Range.between(1, Short.MAX_VALUE));
        define(table, "delete.topic.enable", Type.BOOLEAN, true, null);
        define(table, "fetch.max.bytes", Type.INT, 55 * 1024 * 1024, atLeast(1024));
        ConsumerGroupConfig.define(table);
        define(
                table,
                REBALANCE_PROTOCOLS,
                Type.LIST,
                "classic,consumer,streams",
                ConfigDef.ValidList.in("classic", "consumer", "share", "streams"));
        ShareGroupConfig.define(table);
        StreamsGroupConfig.define(table);
        ShareCoordinatorProperties.define(table);
        define(table, "group.initial.rebalance.delay.ms", Type.INT, 3_000, atLeast(0));
        define(table, "group.max.session.timeout.ms", Type.INT, 1_800_000, atLeast(0));
        define(table, "group.max.size", Type.INT, Integer.MAX_VALUE, atLeast(1));
        define(table, "group.min.session.timeout.ms", Type.INT, 6_000, atLeast(0));
        defineUpkeep(table);
        define(table, "log.cleanup.policy", Type.LIST, "delete", ConfigDef.ValidList.in("compact", "delete"));
        define(table, "log.message.timestamp.after.max.ms", Type.LONG, 3_600_000L, atLeast(0));
        define(table, "log.message.timestamp.before.max.ms", Type.LONG, Long.MAX_VALUE, atLeast(0));
        define(
                table,
                "log.message.timestamp.type",
                Type.STRING,
                "CreateTime",
                ConfigDef.ValidString.in("CreateTime", "LogAppendTime"));
        define(table, "max.incremental.fetch.session.cache.slots", Type.INT, 1_000, atLeast(0));
        define(table, "max.request.partition.size.limit", Type.INT, 2_000, atLeast(1));
        define(table, "message.max.bytes", Type.INT, 1_048_588, atLeast(0));
        define(table, "min.insync.replicas", Type.INT, 1, atLeast(1));
        define(table, "num.partitions", Type.INT, 1, atLeast(1));
        define(table, "max.connections", Type.INT, Integer.MAX_VALUE, atLeast(0));
        define(table, "offset.metadata.max.bytes", Type.INT, 4_096, atLeast(0));
        define(table, "offsets.retention.check.interval.ms", Type.LONG, 600_000L, atLeast(1));
        define(table, "offsets.retention.minutes", Type.INT, 7 * 24 * 60, atLeast(1));
        define(table, "offsets.topic.num.partitions", Type.INT, 50, atLeast(1));
        define(table, "offsets.topic.replication.factor", Type.SHORT, (short) 3, atLeast(1));
        define(table, "socket.request.max.bytes", Type.INT, 100 * 1024 * 1024, atLeast(1));
        define(table, "unclean.leader.election.enable", Type.BOOLEAN, false, null);
        defineTransactions(table);
        return table;
    }

    /** When what goes from logs; a shorter unit of time comes before a longer one. */
    private static void defineUpkeep(ConfigDef table) {
        define(table, "log.cleaner.backoff.ms", Type.LONG, 15_000L, atLeast(0));
        define(table, "log.cleaner.delete.retention.ms", Type.LONG, 86_400_000L, atLeast(0));
        define(table, "log.cleaner.max.compaction.lag.ms", Type.LONG, Long.MAX_VALUE, atLeast(1));
        define(table, "log.cleaner.min.cleanable.ratio", Type.DOUBLE, 0.5, ConfigDef.Range.between(0, 1));
        define(table, "log.cleaner.min.compaction.lag.ms", Type.LONG, 0L, atLeast(0));
        define(table, "log.initial.task.delay.ms", Type.LONG, 30_000L, atLeast(0));
        define(table, "log.retention.bytes", Type.LONG, -1L, null);
        define(table, "log.retention.check.interval.ms", Type.LONG, 300_000L, atLeast(1));
        define(table, "log.retention.hours", Type.INT, 168, null);
        define(table, "log.retention.minutes", Type.INT, null, null);
        define(table, "log.retention.ms", Type.LONG, null, null);
        define(table, "log.roll.hours", Type.INT, 168, atLeast(1));
        define(table, "log.roll.ms", Type.LONG, null, null);
        define(table, "log.segment.bytes", Type.INT, 1_073_741_824, atLeast(1024 * 1024));
    }

    private static void defineTransactions(ConfigDef table) {
        define(table, "producer.id.expiration.check.interval.ms", Type.INT, 600_000, atLeast(1));
        define(table, "producer.id.expiration.ms", Type.INT, 86_400_000, atLeast(1));
        define(table, "transaction.abort.timed.out.transaction.cleanup.interval.ms", Type.INT, 10_000, atLeast(1));
        define(table, "transaction.max.timeout.ms", Type.INT, 900_000, atLeast(1));
        define(table, "transaction.partition.verification.enable", Type.BOOLEAN, true, null);
        define(table, "transaction.remove.expired.transaction.cleanup.interval.ms", Type.INT, 3_600_000, atLeast(1));
        define(table, "transaction.state.log.min.isr", Type.INT, 2, atLeast(1));
        define(table, "transaction.state.log.num.partitions", Type.INT, 50, atLeast(1));
        define(table, "transaction.state.log.replication.factor", Type.SHORT, (short) 3, atLeast(1));
        define(table, "transactional.id.expiration.ms", Type.INT, 7 * 24 * 3_600_000, atLeast(1));
    }

    /** Returns Kafka's own defaults. */
    public static BrokerConfig defaults() {
        return of(Collections.emptyMap());
    }

    /**
     * Reads broker properties by their Kafka names; what is not named has Kafka's default. The levels of
     * {@link Features}, which Kafka is given when its storage is formatted, may stand among them, and so may {@link
     * UnreadProperties}.
     *
     * @throws ConfigException if Kafka 4.3.1 has no such property (the message names the nearest known one) or a value
     *     is not valid (the message names the property and its range)
     */
    public static BrokerConfig of(Map<String, String> properties) {
        Map<String, String> given = new LinkedHashMap<>(properties);
        Features features = Features.takenFrom(given);
        UnreadProperties unread = UnreadProperties.takenFrom(given);
        return new BrokerConfig(
                given, Collections.emptyMap(), Collections.emptyMap(), ClusterShape.SINGLE, features, unread);
    }

    /** Returns this configuration for a cluster of another shape. */
    public BrokerConfig with(ClusterShape newShape) {
        return new BrokerConfig(given, ofBroker, ofCluster, newShape, features, unread);
    }

    public ClusterShape shape() {
        return shape;
    }

    /**
     * Returns this configuration with other dynamic values.
     *
     * @throws ConfigException if a name is unknown or a value is not valid
     */
    public BrokerConfig with(Map<String, String> newOfBroker, Map<String, String> newOfCluster) {
        return new BrokerConfig(given, newOfBroker, newOfCluster, shape, features, unread);
    }

    /** Returns what was set for this broker while it ran. */
    public Map<String, String> ofBroker() {
        return Collections.unmodifiableMap(ofBroker);
    }

    /** Returns what was set for all brokers while they ran. */
    public Map<String, String> ofCluster() {
        return Collections.unmodifiableMap(ofCluster);
    }

    /** Returns what the broker was started with and nothing here reads. */
    public UnreadProperties unread() {
        return unread;
    }

    /** Returns what the broker was started with, as far as it is read. */
    public Map<String, String> given() {
        return Collections.unmodifiableMap(given);
    }

    public static boolean isDynamic(String name) {
        return DYNAMIC.contains(name);
    }

    /** Returns the names of all broker properties that are known, in alphabetical order. */
    public static List<String> names() {
        return TABLE.names();
    }

    /** Returns what the group coordinator reads of these. */
    public GroupCoordinatorConfig groupCoordinator() {
        return new GroupCoordinatorConfig(
                intOf("offsets.topic.num.partitions"),
                intOf("group.min.session.timeout.ms"),
                intOf("group.max.session.timeout.ms"),
                intOf("group.initial.rebalance.delay.ms"),
                intOf("group.max.size"),
                intOf("offset.metadata.max.bytes"),
                intOf("offsets.retention.minutes") * 60_000L,
                longOf("offsets.retention.check.interval.ms"),
                ConsumerGroupConfig.of(values));
    }

    /** Returns what streams groups go by. */
    public StreamsGroupProperties streamsGroups() {
        return streamsGroups;
    }

    /** Returns what share groups go by that have nothing of their own. */
    public ShareGroupProperties shareGroups() {
        return shareGroups;
    }

    /** Returns what the share coordinator and its topic go by. */
    public ShareCoordinatorProperties shareCoordinator() {
        return ShareCoordinatorProperties.of(values);
    }

    /** Returns the largest request that a listener takes, in bytes. */
    public int socketRequestMaxBytes() {
        return intOf("socket.request.max.bytes");
    }

    /** Returns how many clients a listener lets in at a time. */
    public int maxConnections() {
        return intOf("max.connections");
    }

    public boolean autoCreateTopics() {
        return booleanOf("auto.create.topics.enable");
    }

    public int brokerSessionTimeoutMs() {
        return intOf("broker.session.timeout.ms");
    }

    public boolean deleteTopicEnable() {
        return booleanOf("delete.topic.enable");
    }

    public int numPartitions() {
        return intOf("num.partitions");
    }

    public int defaultReplicationFactor() {
        return intOf("default.replication.factor");
    }

    public int fetchMaxBytes() {
        return intOf("fetch.max.bytes");
    }

    public int fetchSessionSlots() {
        return intOf("max.incremental.fetch.session.cache.slots");
    }

    public int maxRequestPartitions() {
        return intOf("max.request.partition.size.limit");
    }

    public long retentionCheckMs() {
        return longOf("log.retention.check.interval.ms");
    }

    public long initialTaskDelayMs() {
        return longOf("log.initial.task.delay.ms");
    }

    /** Returns for how long a partition remembers a producer that writes nothing. */
    public long producerIdExpirationMs() {
        return intOf("producer.id.expiration.ms");
    }

    /** Returns how often partitions look for producers to forget. */
    public long producerIdExpirationCheckMs() {
        return intOf("producer.id.expiration.check.interval.ms");
    }

    public long cleanerBackoffMs() {
        return longOf("log.cleaner.backoff.ms");
    }

    /**
     * Returns how long records stay, -1 for ever: by {@code log.retention.ms}, or else in minutes, or else in hours.
     */
    long retentionMs() {
        long ms;
        if (values.get("log.retention.ms") instanceof Long given) {
            ms = given;
        } else if (values.get("log.retention.minutes") instanceof Integer minutes) {
            ms = minutes * 60_000L;
        } else {
            ms = intOf("log.retention.hours") * 3_600_000L;
        }
        return ms < 0 ? -1L : ms;
    }

    /** Returns after how long a segment is closed: by {@code log.roll.ms}, or else in hours. */
    long rollMs() {
        return values.get("log.roll.ms") instanceof Long ms ? ms : intOf("log.roll.hours") * 3_600_000L;
    }

    public int offsetsTopicPartitions() {
        return intOf("offsets.topic.num.partitions");
    }

    /**
     * Returns how many replicas {@code __consumer_offsets} gets. Kafka's own default of 3 cannot be had on fewer
     * nodes, and Kafka then never creates the topic; its own quick start sets 1 for that reason. So the default gives
     * way to the number of nodes, but a number that was asked for does not.
     *
     * @throws ConfigException if more replicas were asked for than there are nodes
     */
    public int offsetsTopicReplicationFactor(int nodes) {
        return replicationFactor("offsets.topic.replication.factor", nodes);
    }

    /** Returns how many replicas {@code __transaction_state} gets, by the same rule. */
    public int transactionTopicReplicationFactor(int nodes) {
        return replicationFactor("transaction.state.log.replication.factor", nodes);
    }

    /** Returns how many replicas {@code __share_group_state} gets, by the same rule. */
    public int shareStateTopicReplicationFactor(int nodes) {
        return replicationFactor(ShareCoordinatorProperties.REPLICATION_FACTOR, nodes);
    }

    private int replicationFactor(String name, int nodes) {
        int factor = values.get(name) instanceof Short number ? number : 1;
        if (!isGiven(name)) {
            return Math.min(factor, nodes);
        }
        requireReachable(name, factor, nodes);
        return factor;
    }

    /** Returns what the transaction coordinator reads of these. */
    public TransactionConfig transactionCoordinator() {
        return new TransactionConfig(
                intOf("transaction.state.log.num.partitions"),
                intOf("transaction.max.timeout.ms"),
                intOf("transaction.abort.timed.out.transaction.cleanup.interval.ms"),
                intOf("transactional.id.expiration.ms"),
                intOf("transaction.remove.expired.transaction.cleanup.interval.ms"),
                features.transactionVersion());
    }

    /** Returns the finalized levels of the cluster's features. */
    public Features features() {
        return features;
    }

    /** Returns whether groups may use the consumer protocol (KIP-848). */
    public boolean isConsumerProtocolEnabled() {
        return consumerProtocolEnabled;
    }

    /** Returns whether clients may use streams groups (KIP-1071). */
    public boolean areStreamsGroupsEnabled() {
        return features.streamsVersion() > 0 && rebalanceProtocols().contains("streams");
    }

    /** Returns whether clients may use share groups (KIP-932). */
    public boolean areShareGroupsEnabled() {
        return features.shareVersion() > 0;
    }

    private List<?> rebalanceProtocols() {
        return values.get(REBALANCE_PROTOCOLS) instanceof List<?> protocols ? protocols : List.of();
    }

    public int transactionTopicMinIsr() {
        return intOf("transaction.state.log.min.isr");
    }

    public boolean transactionPartitionVerification() {
        return booleanOf("transaction.partition.verification.enable");
    }

    public int addPartitionsRetryBackoffMs() {
        return intOf("add.partitions.to.txn.retry.backoff.ms");
    }

    public int addPartitionsRetryBackoffMaxMs() {
        return intOf("add.partitions.to.txn.retry.backoff.max.ms");
    }

    /** Refuses what could never be created: Kafka would say so only in its log, and clients would wait for ever. */
    public void requireReachable(String name, int replicationFactor, int nodes) {
        if (replicationFactor > nodes) {
            throw new ConfigException(name + "=" + replicationFactor
                    + " cannot be reached because the cluster has only " + nodes + " broker(s)");
        }
    }

    boolean isGiven(String name) {
        return given.containsKey(name);
    }

    /** Returns the value as Kafka writes it in a response. */
    @Nullable
    public String text(String name) {
        return TABLE.text(name, values.get(name));
    }

    public static PropertyTable table() {
        return TABLE;
    }

    private int intOf(String name) {
        return values.get(name) instanceof Integer number ? number : wrongType(name);
    }

    private long longOf(String name) {
        return values.get(name) instanceof Long number ? number : wrongType(name);
    }

    private boolean booleanOf(String name) {
        return values.get(name) instanceof Boolean flag ? flag : wrongType(name) != 0;
    }

    private static int wrongType(String name) {
        throw new IllegalArgumentException("Not a property of this type: " + name);
    }
}
