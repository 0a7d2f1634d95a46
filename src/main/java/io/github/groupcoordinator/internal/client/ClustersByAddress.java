package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.consumer.ConsumersByAddress;
import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import io.github.groupcoordinator.internal.client.share.ShareConsumersByAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that clients of the application's own making find by {@code bootstrap.servers}. Several in one JVM may
 * have the same address; then the one whose application the calling thread belongs to is meant.
 */
public final class ClustersByAddress {
    private static final List<Entry> OPEN = new ArrayList<>();
    private static final ThreadLocal<Boolean> ASIDE = ThreadLocal.withInitial(() -> false);

    /** @param only whether it is there only for those that it is meant by, and then before all others */
    private record Entry(ClientMaker clients, List<String> addresses, BooleanSupplier isMeant, boolean only) {
        boolean isAt(List<String> servers) {
            return servers.stream().anyMatch(addresses::contains);
        }
    }

    private ClustersByAddress() {}

    /**
     * Lets a cluster be found.
     *
     * @param isMeant whether the current thread belongs to its application
     */
    public static void open(ClientMaker clients, String address, BooleanSupplier isMeant) {
        add(new Entry(clients, Arrays.asList(address.split(",")), isMeant, false));
    }

    /**
     * Lets some threads find something in the place of the clusters at an address.
     *
     * @param isMeant whether the current thread is one of those
     */
    public static void openInThePlaceOfOthers(ClientMaker clients, String address, BooleanSupplier isMeant) {
        add(new Entry(clients, Arrays.asList(address.split(",")), isMeant, true));
    }

    private static synchronized void add(Entry entry) {
        SupportedVersions.check();
        OPEN.add(entry);
        ConsumersByAddress.install(ClustersByAddress::consumer);
        if (SupportedVersions.haveShareConsumers()) {
            ShareConsumersByAddress.install(ClustersByAddress::shareConsumer);
        }
    }

    /** Takes back {@link #open} or {@link #openInThePlaceOfOthers}. */
    public static synchronized void close(ClientMaker clients) {
        OPEN.removeIf(entry -> entry.clients() == clients);
    }

    /** Makes a client as Kafka makes it, whatever its address. */
    public static <C> C aside(Supplier<C> constructor) {
        boolean outer = ASIDE.get();
        ASIDE.set(true);
        try {
            return constructor.get();
        } finally {
            ASIDE.set(outer);
        }
    }

    /**
     * Finds the cluster that a configuration means.
     *
     * @return null if it is none of ours
     * @throws IllegalStateException if it may be several
     */
    public static @Nullable ClientMaker find(Map<?, ?> config) {
        Object given = config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (given == null || ASIDE.get()) {
            return null;
        }
        List<String> servers = given instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.asList(given.toString().split("\\s*,\\s*"));
        List<Entry> there = new ArrayList<>();
        synchronized (ClustersByAddress.class) {
            OPEN.stream().filter(entry -> entry.isAt(servers)).forEach(there::add);
        }
        for (Entry entry : there) {
            if (entry.only() && entry.isMeant().getAsBoolean()) {
                return entry.clients();
            }
        }
        there.removeIf(Entry::only);
        if (there.size() > 1) {
            there.removeIf(entry -> !entry.isMeant().getAsBoolean());
            if (there.size() != 1) {
                throw new IllegalStateException("Several clusters of tests are at " + servers + ", and thread '"
                        + Thread.currentThread().getName() + "', which makes a client, was started by "
                        + (there.isEmpty() ? "none" : "more than one") + " of their tests. Start it from the test's"
                        + " thread, or make the client with consumer(..), producer(..) or admin(..) of the cluster.");
            }
        }
        return there.isEmpty() ? null : there.get(0).clients();
    }

    /** Makes a producer of the cluster that a configuration means; null if that is none of ours. */
    public static <K, V> @Nullable KafkaProducer<K, V> producer(
            Map<?, ?> config, @Nullable Serializer<K> keys, @Nullable Serializer<V> values) {
        ClientMaker clients = find(config);
        return clients == null ? null : clients.producer(config, keys, values);
    }

    /** Makes the consumer of a streams group's member on the cluster that a configuration means; null if it is none. */
    public static @Nullable KafkaConsumer<byte[], byte[]> streamsConsumer(
            Map<?, ?> config, Deserializer<byte[]> keys, Deserializer<byte[]> values, Object streams) {
        // On a real cluster such a consumer is Kafka's own.
        return find(config) instanceof Clients clients ? clients.streamsConsumer(config, keys, values, streams) : null;
    }

    /** Makes an admin client of the cluster that a configuration means; null if that is none of ours. */
    public static @Nullable Admin admin(Map<?, ?> config) {
        ClientMaker clients = find(config);
        return clients == null ? null : clients.admin(config);
    }

    private static @Nullable KafkaShareConsumer<?, ?> shareConsumer(
            Map<String, Object> config, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values) {
        ClientMaker clients = find(config);
        return clients == null ? null : clients.shareConsumer(config, keys, values);
    }

    private static @Nullable KafkaConsumer<?, ?> consumer(ConsumersByAddress.Order order) {
        ClientMaker clients = find(order.config());
        return clients == null ? null : clients.consumer(order.config(), order.keys(), order.values());
    }
}
