package io.github.groupcoordinator.internal.broker.config;

import static io.github.groupcoordinator.internal.broker.config.PropertyTable.define;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.github.groupcoordinator.internal.log.LogConfig;
import io.github.groupcoordinator.internal.log.LogUpkeep;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one topic: what was given, over what the broker says, over Kafka's defaults. All of Kafka's
 * names are known and checked; those of flushing, indexes and files have no effect, since nothing is written to disk.
 */
public final class TopicConfig {
    private static final PropertyTable TABLE = new PropertyTable("topic config", definitions());

    /** The properties of a broker that a topic config gets its default from, if the broker has a word in it. */
    private static final Map<String, List<String>> BROKER_SYNONYMS = brokerSynonyms();

    private final BrokerConfig broker;
    private final Map<String, String> overrides;
    private final Map<String, Object> values;

    /**
     * @throws ConfigException if a name is not one of Kafka's, or a value does not fit
     */
    public TopicConfig(BrokerConfig broker, Map<String, String> overrides) {
        this.broker = broker;
        this.overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
        Map<String, String> effective = new TreeMap<>();
        for (Map.Entry<String, List<String>> synonym : BROKER_SYNONYMS.entrySet()) {
            String text = broker.text(synonym.getValue().get(0));
            if (text != null) {
                effective.put(synonym.getKey(), text);
            }
        }
        effective.put("retention.ms", Long.toString(broker.retentionMs()));
        effective.put("segment.ms", Long.toString(broker.rollMs()));
        effective.putAll(overrides);
        this.values = TABLE.parse(effective);
        if (longOf("min.compaction.lag.ms") > longOf("max.compaction.lag.ms")) {
            throw new ConfigException("conflict topic config setting min.compaction.lag.ms ("
                    + longOf("min.compaction.lag.ms") + ") > max.compaction.lag.ms ("
                    + longOf("max.compaction.lag.ms") + ")");
        }
        if (!"producer".equals(values.get("compression.type"))) {
            throw new ConfigException("compression.type=" + values.get("compression.type")
                    + " is not supported yet: batches are kept as produced; see docs/fidelity.md");
        }
        if (Boolean.TRUE.equals(values.get("remote.storage.enable"))) {
            throw new ConfigException("remote.storage.enable=true is not supported yet; see docs/fidelity.md");
        }
    }

    /** By name, the broker properties that say the same, in the order in which they count. */
    private static Map<String, List<String>> brokerSynonyms() {
        Map<String, List<String>> synonyms = new TreeMap<>();
        synonyms.put("cleanup.policy", List.of("log.cleanup.policy"));
        synonyms.put("delete.retention.ms", List.of("log.cleaner.delete.retention.ms"));
        synonyms.put("max.compaction.lag.ms", List.of("log.cleaner.max.compaction.lag.ms"));
        synonyms.put("max.message.bytes", List.of("message.max.bytes"));
        synonyms.put("message.timestamp.type", List.of("log.message.timestamp.type"));
        synonyms.put("message.timestamp.before.max.ms", List.of("log.message.timestamp.before.max.ms"));
        synonyms.put("message.timestamp.after.max.ms", List.of("log.message.timestamp.after.max.ms"));
        synonyms.put("min.cleanable.dirty.ratio", List.of("log.cleaner.min.cleanable.ratio"));
        synonyms.put("min.compaction.lag.ms", List.of("log.cleaner.min.compaction.lag.ms"));
        synonyms.put("min.insync.replicas", List.of("min.insync.replicas"));
        synonyms.put("retention.bytes", List.of("log.retention.bytes"));
        synonyms.put("retention.ms", List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours"));
        synonyms.put("segment.bytes", List.of("log.segment.bytes"));
        synonyms.put("segment.ms", List.of("log.roll.ms", "log.roll.hours"));
        synonyms.put("unclean.leader.election.enable", List.of("unclean.leader.election.enable"));
        return synonyms;
    }

    private static ConfigDef definitions() {
        ConfigDef table = new ConfigDef();
        define(table, "cleanup.policy", Type.LIST, "delete", ConfigDef.ValidList.in("compact", "delete"));
        define(
                table,
                "compression.type",
                Type.STRING,
                "producer",
                ConfigDef.ValidString.in("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"));
        define(table, "delete.retention.ms", Type.LONG, 86_400_000L, atLeast(0));
        define(table, "file.delete.delay.ms", Type.LONG, 60_000L, atLeast(0));
        define(table, "flush.messages", Type.LONG, Long.MAX_VALUE, atLeast(1));
        define(table, "flush.ms", Type.LONG, Long.MAX_VALUE, atLeast(0));
        define(table, "index.interval.bytes", Type.INT, 4_096, atLeast(0));
        define(table, "local.retention.bytes", Type.LONG, -2L, atLeast(-2));
        define(table, "local.retention.ms", Type.LONG, -2L, atLeast(-2));
        define(table, "max.compaction.lag.ms", Type.LONG, Long.MAX_VALUE, atLeast(1));
        define(table, "max.message.bytes", Type.INT, 1_048_588, atLeast(0));
        define(table, "message.timestamp.after.max.ms", Type.LONG, 3_600_000L, atLeast(0));
        define(table, "message.timestamp.before.max.ms", Type.LONG, Long.MAX_VALUE, atLeast(0));
        define(
                table,
                "message.timestamp.type",
                Type.STRING,
                "CreateTime",
                ConfigDef.ValidString.in("CreateTime", "LogAppendTime"));
        define(table, "min.cleanable.dirty.ratio", Type.DOUBLE, 0.5, between(0, 1));
        define(table, "min.compaction.lag.ms", Type.LONG, 0L, atLeast(0));
        define(table, "min.insync.replicas", Type.INT, 1, atLeast(1));
        define(table, "preallocate", Type.BOOLEAN, false, null);
        define(table, "remote.storage.enable", Type.BOOLEAN, false, null);
        define(table, "retention.bytes", Type.LONG, -1L, null);
        define(table, "retention.ms", Type.LONG, 604_800_000L, atLeast(-1));
        define(table, "segment.bytes", Type.INT, 1_073_741_824, atLeast(1024 * 1024));
        define(table, "segment.index.bytes", Type.INT, 10_485_760, atLeast(4));
        define(table, "segment.jitter.ms", Type.LONG, 0L, atLeast(0));
        define(table, "segment.ms", Type.LONG, 604_800_000L, atLeast(1));
        define(table, "unclean.leader.election.enable", Type.BOOLEAN, false, null);
        return table;
    }

    private long longOf(String name) {
        if (values.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("Not a property of this type: " + name);
    }

    public LogConfig log() {
        return new LogConfig(
                values.get("max.message.bytes") instanceof Integer bytes ? bytes : 0,
                "LogAppendTime".equals(values.get("message.timestamp.type")),
                values.get("message.timestamp.before.max.ms") instanceof Long before ? before : 0L,
                values.get("message.timestamp.after.max.ms") instanceof Long after ? after : 0L,
                hasPolicy("compact"),
                new LogUpkeep(
                        values.get("segment.bytes") instanceof Integer bytes ? bytes : 0,
                        longOf("segment.ms"),
                        hasPolicy("delete"),
                        longOf("retention.ms"),
                        longOf("retention.bytes"),
                        compaction()));
    }

    private LogUpkeep.Compaction compaction() {
        return new LogUpkeep.Compaction(
                values.get("min.cleanable.dirty.ratio") instanceof Double ratio ? ratio : 0,
                longOf("delete.retention.ms"),
                longOf("min.compaction.lag.ms"),
                longOf("max.compaction.lag.ms"));
    }

    private boolean hasPolicy(String policy) {
        return values.get("cleanup.policy") instanceof List<?> policies && policies.contains(policy);
    }

    /** Returns whether records go by compaction alone: then neither time nor DeleteRecords takes them. */
    public boolean isCompactedOnly() {
        return hasPolicy("compact") && !hasPolicy("delete");
    }

    public int minInsyncReplicas() {
        return values.get("min.insync.replicas") instanceof Integer replicas ? replicas : 1;
    }

    public boolean isUncleanLeaderElectionEnabled() {
        return Boolean.TRUE.equals(values.get("unclean.leader.election.enable"));
    }

    /** Returns what was given for this topic alone, in alphabetical order. */
    public Map<String, String> overrides() {
        return overrides;
    }

    /** Returns the value as Kafka writes it in a response. */
    @Nullable
    public String text(String name) {
        return TABLE.text(name, values.get(name));
    }

    /** Returns the broker properties that the default comes from. */
    public static List<String> brokerSynonyms(String name) {
        return BROKER_SYNONYMS.getOrDefault(name, Collections.emptyList());
    }

    public BrokerConfig broker() {
        return broker;
    }

    public static PropertyTable table() {
        return TABLE;
    }
}
