package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client: the application's own configuration as it is, and what it may leave out. Defaults are
 * Kafka's own; what Kafka would draw from a static counter or at random is drawn from the cluster.
 */
public final class ClientSettings {
    private static final String GROUP_PROTOCOL = "group.protocol";
    private static final Method WITH_DESERIALIZERS = Reflect.method(
            ConsumerConfig.class, "appendDeserializerToConfig", Map.class, Deserializer.class, Deserializer.class);

    private final String bootstrapServers;
    private final String address;
    private final Set<String> ours = new LinkedHashSet<>();
    private final Map<ClientKind, Integer> made = new EnumMap<>(ClientKind.class);

    /**
     * @param bootstrapServers where the clients connect to, on the in-memory wire
     * @param address by which the application's configurations name the cluster
     */
    public ClientSettings(String bootstrapServers, String address) {
        this.bootstrapServers = bootstrapServers;
        this.address = address;
        ours.addAll(Arrays.asList(address.split(",")));
    }

    /** Returns where the clients connect to. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Returns the configuration to construct a client with.
     *
     * @throws IllegalArgumentException naming the setting and the fix if it asks for another cluster
     * @throws UnsupportedOperationException if it asks for something that is not supported yet
     */
    public Map<String, Object> complete(ClientKind kind, Map<?, ?> given) {
        Map<String, Object> settings = addressed(kind, given);
        // Encryption and authentication happen on sockets, and there are none.
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
        // No plugin of the cluster asks for clients' metrics (KIP-714), so none would ever be pushed. To be ready for
        // it costs each client about a millisecond, and the first one of a JVM forty.
        settings.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        if (kind == ClientKind.ADMIN) {
            // Admin makes a new back-off with random jitter for each call; without room to grow it has none.
            settings.put(
                    AdminClientConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                    settings.getOrDefault(
                            AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, CommonClientConfigs.DEFAULT_RETRY_BACKOFF_MS));
        }
        return settings;
    }

    /**
     * Returns a configuration as it is, with the address of the cluster and a client id.
     *
     * @throws IllegalArgumentException naming the setting and the fix if it asks for another cluster
     * @throws UnsupportedOperationException if it asks for something that is not supported yet
     */
    public Map<String, Object> addressed(ClientKind kind, Map<?, ?> given) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IllegalArgumentException("The configuration of a " + kind.typeName()
                        + " has a key that is not a string: " + entry.getKey());
            }
            settings.put(name, entry.getValue());
        }
        checkBootstrapServers(kind, settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        refuseUnsupported(kind, settings);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.computeIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, name -> nextClientId(kind, settings));
        return settings;
    }

    private String nextClientId(ClientKind kind, Map<String, Object> settings) {
        boolean consumes = kind == ClientKind.CONSUMER || kind == ClientKind.SHARE_CONSUMER;
        int number = made.merge(consumes ? ClientKind.CONSUMER : kind, 1, Integer::sum);
        Object group = settings.get(ConsumerConfig.GROUP_ID_CONFIG);
        return consumes && group != null
                ? kind.idPrefix() + "-" + group + "-" + number
                : kind.idPrefix() + "-" + number;
    }

    private void checkBootstrapServers(ClientKind kind, @Nullable Object given) {
        if (given == null) {
            return;
        }
        for (Object server : given instanceof List<?> list
                ? list
                : Arrays.asList(given.toString().split(","))) {
            String named = server.toString().trim();
            if (!named.isEmpty() && !ours.contains(named)) {
                throw new IllegalArgumentException("bootstrap.servers of this " + kind.typeName() + " names " + named
                        + ", but the cluster of the test is at " + address
                        + ". Leave bootstrap.servers out, or set it to InMemoryKafka.bootstrapServers().");
            }
        }
    }

    /** Returns the configuration that a consumer's own constructor makes of what it is given. */
    public static ConsumerConfig ofConsumer(
            Map<String, Object> settings, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values) {
        return new ConsumerConfig(withDeserializers(settings, keys, values));
    }

    /** Returns the settings of a consumer or share consumer with the classes of deserializers that it is given. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> withDeserializers(
            Map<String, Object> settings, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values) {
        return (Map<String, Object>)
                Objects.requireNonNull(Reflect.invoke(WITH_DESERIALIZERS, null, settings, keys, values));
    }

    /** Returns whether a consumer is to be of the consumer protocol (KIP-848). */
    public static boolean asksForConsumerProtocol(Map<String, Object> settings) {
        Object protocol = settings.get(GROUP_PROTOCOL);
        return protocol != null && protocol.toString().toLowerCase(Locale.ROOT).equals("consumer");
    }

    private static void refuseUnsupported(ClientKind kind, Map<String, Object> settings) {
        if (kind == ClientKind.SHARE_CONSUMER && !SupportedVersions.haveShareConsumers()) {
            throw new UnsupportedOperationException("A share consumer (KIP-932) is not supported with kafka-clients "
                    + SupportedVersions.present() + ", which do not speak the versions of its requests that Kafka 4.3"
                    + " serves; see docs/fidelity.md. Use kafka-clients 4.1 or newer.");
        }
        if (asksForConsumerProtocol(settings) && !SupportedVersions.isAtLeast(4, 0)) {
            throw new UnsupportedOperationException("group.protocol=" + settings.get(GROUP_PROTOCOL)
                    + " (KIP-848) is not supported with kafka-clients " + SupportedVersions.present()
                    + ", where it is an early access that Kafka 4 does not speak; see docs/fidelity.md. Use"
                    + " kafka-clients 4.0 or newer, or group.protocol=classic.");
        }
    }
}
