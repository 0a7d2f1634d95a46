package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.ClientMaker;
import io.github.groupcoordinator.internal.client.ClustersByAddress;
import io.github.groupcoordinator.internal.client.seam.ClientKind;
import io.github.groupcoordinator.internal.client.seam.ClientSearch;
import io.github.groupcoordinator.internal.client.seam.ClientSettings;
import io.github.groupcoordinator.internal.real.around.ClientHook;
import io.github.groupcoordinator.internal.real.around.HookHolder;
import io.github.groupcoordinator.internal.real.around.SeenCommits;
import io.github.groupcoordinator.internal.real.around.SeenSends;
import io.github.groupcoordinator.view.ClientRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The maker of the clients of a real cluster: Kafka's own constructors, and a gate and a guard around them. */
final class RealClients implements ClientMaker {
    private final ClientSettings settings;
    private final Map<String, String> properties;
    private final List<RealClient> made = new ArrayList<>();
    private @Nullable Scene scene;

    /** @param properties of every client that does not say otherwise */
    RealClients(String bootstrapServers, Map<String, String> properties) {
        this.settings = new ClientSettings(bootstrapServers, bootstrapServers);
        this.properties = properties;
    }

    /** Says what the clients have to do with. */
    void in(Scene around) {
        scene = around;
    }

    private Scene scene() {
        if (scene == null) {
            throw new IllegalStateException("No client can be made before its cluster is there");
        }
        return scene;
    }

    private Map<String, Object> config(ClientKind kind, Map<?, ?> given) {
        Map<Object, Object> all = new LinkedHashMap<>(properties);
        all.putAll(given);
        return settings.addressed(kind, all);
    }

    private static void intercept(Map<String, Object> config, String property, Class<?> interceptor, ClientHook hook) {
        Object users = config.get(property);
        List<Object> all = new ArrayList<>();
        if (users instanceof List<?> list) {
            all.addAll(list);
        } else if (users != null && !users.toString().isBlank()) {
            Arrays.stream(users.toString().split(",")).map(String::trim).forEach(all::add);
        }
        all.add(interceptor.getName());
        config.put(property, all);
        config.put(ClientHook.CONFIG, hook);
    }

    private static String clientId(Map<String, Object> config) {
        return String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
    }

    @Override
    public synchronized <K, V> KafkaConsumer<K, V> consumer(
            Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
        Map<String, Object> config = config(ClientKind.CONSUMER, given);
        Object group = config.get(ConsumerConfig.GROUP_ID_CONFIG);
        if (group != null) {
            scene().belongings().usesGroup(group.toString());
        }
        HookHolder hook = new HookHolder();
        intercept(config, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, SeenCommits.class, hook);
        KafkaConsumer<K, V> consumer = ClustersByAddress.aside(() -> new KafkaConsumer<>(config, keys, values));
        RealConsumer client = new RealConsumer(scene(), consumer, config);
        hook.leadTo(client);
        made.add(client);
        return consumer;
    }

    @Override
    public synchronized <K, V> KafkaShareConsumer<K, V> shareConsumer(
            Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
        return new Shares().make(given, keys, values);
    }

    /** The share consumers, which only newer kafka-clients have: linked when one is asked for. */
    private final class Shares {
        <K, V> KafkaShareConsumer<K, V> make(
                Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
            Map<String, Object> config = config(ClientKind.SHARE_CONSUMER, given);
            String group = String.valueOf(config.getOrDefault(ConsumerConfig.GROUP_ID_CONFIG, ""));
            scene().belongings().usesGroup(group);
            KafkaShareConsumer<K, V> consumer =
                    ClustersByAddress.aside(() -> new KafkaShareConsumer<>(config, keys, values));
            made.add(new RealShareConsumer(scene(), consumer, clientId(config), group));
            return consumer;
        }
    }

    @Override
    public synchronized <K, V> KafkaProducer<K, V> producer(
            Map<?, ?> given, @Nullable Serializer<K> keys, @Nullable Serializer<V> values) {
        Map<String, Object> config = config(ClientKind.PRODUCER, given);
        HookHolder hook = new HookHolder();
        intercept(config, ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, SeenSends.class, hook);
        KafkaProducer<K, V> producer = new KafkaProducer<>(config, keys, values);
        UnguardedClient client = new UnguardedClient(scene(), producer, producer, clientId(config), producer::close);
        hook.leadTo(client);
        made.add(client);
        return producer;
    }

    @Override
    public synchronized Admin admin(Map<?, ?> given) {
        Map<String, Object> config = config(ClientKind.ADMIN, given);
        Admin kafkas = Admin.create(config);
        AdminCalls calls = new AdminCalls(scene(), kafkas);
        UnguardedClient client = new UnguardedClient(scene(), calls.admin(), kafkas, clientId(config), kafkas::close);
        calls.of(client);
        made.add(client);
        return calls.admin();
    }

    /** Returns the maker of clients that an application makes itself, in threads of its own. */
    ClientMaker ofApplication() {
        return new OfApplication();
    }

    /** The clients of an application's own threads: nobody else may poll or close them. */
    private final class OfApplication implements ClientMaker {
        @Override
        public <K, V> KafkaConsumer<K, V> consumer(
                Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
            return leftAlone(RealClients.this.consumer(given, keys, values));
        }

        @Override
        public <K, V> KafkaShareConsumer<K, V> shareConsumer(
                Map<?, ?> given, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values) {
            return leftAlone(RealClients.this.shareConsumer(given, keys, values));
        }

        @Override
        public <K, V> KafkaProducer<K, V> producer(
                Map<?, ?> given, @Nullable Serializer<K> keys, @Nullable Serializer<V> values) {
            return leftAlone(RealClients.this.producer(given, keys, values));
        }

        @Override
        public Admin admin(Map<?, ?> given) {
            return leftAlone(RealClients.this.admin(given));
        }

        private <C> C leftAlone(C client) {
            RealClient made = require(client);
            made.closedByFixture();
            if (made instanceof GuardedClient consumer) {
                consumer.runsByItself();
            }
            return client;
        }
    }

    /** Returns every client ever made, in order. */
    synchronized List<RealClient> all() {
        return new ArrayList<>(made);
    }

    /** Returns the consumers that are driven, in the order in which they were made. */
    List<GuardedClient> driven() {
        List<GuardedClient> driven = new ArrayList<>();
        for (RealClient client : all()) {
            if (client instanceof GuardedClient consumer && consumer.isDriven()) {
                driven.add(consumer);
            }
        }
        return driven;
    }

    /** Returns the consumers of a group that live and have subscribed, in the order in which they were made. */
    List<GuardedClient> subscribers(String groupId) {
        List<GuardedClient> subscribers = new ArrayList<>();
        for (RealClient client : all()) {
            if (client instanceof GuardedClient consumer
                    && consumer.isAlive()
                    && consumer.groupId().equals(groupId)
                    && consumer.isSubscribed()) {
                subscribers.add(consumer);
            }
        }
        return subscribers;
    }

    /** Returns whether share consumers of the test have been members of a group: it is a share group then. */
    boolean share(String groupId) {
        return all().stream()
                .anyMatch(client -> client.isShareConsumer() && client.groupId().equals(groupId));
    }

    /** Returns whether one of the clients stands behind an object that a test holds. */
    boolean knows(Object candidate) {
        return find(candidate) != null;
    }

    private @Nullable RealClient find(Object candidate) {
        if (candidate instanceof String clientId) {
            List<RealClient> open = all().stream()
                    .filter(client -> !client.isClosed() && client.clientId().equals(clientId))
                    .toList();
            return open.size() == 1 ? open.get(0) : null;
        }
        return candidate instanceof RealClient client ? client : new ClientSearch<>(all()).find(candidate);
    }

    /** Finds the client behind an object that a test holds. */
    RealClient require(Object candidate) {
        RealClient found = find(candidate);
        if (found == null) {
            throw new IllegalArgumentException("This cluster made no client, or not just one that is open, that stands"
                    + " behind "
                    + (candidate instanceof String
                            ? "client.id " + candidate
                            : candidate.getClass().getName())
                    + ". Make it with consumer(..), producer(..) or admin(..) of the same InMemoryKafka.");
        }
        return found;
    }

    /** Returns how events name a client. */
    ClientRef reference(Object candidate) {
        RealClient client = require(candidate);
        long sharing = all().stream()
                .filter(other ->
                        other instanceof GuardedClient && other.clientId().equals(client.clientId()))
                .count();
        return new ClientRef(client.clientId(), client.memberId(), sharing > 1);
    }
}
