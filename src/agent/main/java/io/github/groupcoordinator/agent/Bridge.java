package io.github.groupcoordinator.agent;

import io.github.groupcoordinator.agent.boot.Hooks;
import io.github.groupcoordinator.internal.client.ClustersByAddress;
import io.github.groupcoordinator.internal.client.seam.MakesClients;
import io.github.groupcoordinator.internal.thread.ThreadHooks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Between the hooks, which all code of the JVM can see, and the core, which only the tests' class path has. */
@MakesClients
final class Bridge implements Hooks.Handler {
    private final ThreadHooks threads;

    Bridge(ThreadHooks threads) {
        this.threads = threads;
    }

    @Override
    public boolean park(long nanos) {
        return threads.park(nanos);
    }

    @Override
    public boolean unpark(Thread target) {
        return threads.unpark(target);
    }

    @Override
    public boolean sleep(long nanos) throws InterruptedException {
        return threads.sleep(nanos);
    }

    @Override
    public boolean yieldTurn() {
        return threads.yieldTurn();
    }

    @Override
    public boolean await(Object monitor, long millis) throws InterruptedException {
        return threads.await(monitor, millis);
    }

    @Override
    public boolean join(Thread target, long millis) throws InterruptedException {
        return threads.join(target, millis);
    }

    @Override
    public long nanoTime() {
        return threads.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return threads.currentTimeMillis();
    }

    @Override
    public @Nullable UUID randomUuid(String callSite) {
        return threads.randomUuid(callSite);
    }

    @Override
    public void starting(Thread thread) {
        threads.starting(thread);
    }

    @Override
    public void started(Thread thread) {
        threads.started(thread);
    }

    @Override
    public void interrupting(Thread thread) {
        threads.interrupting(thread);
    }

    @Override
    public void ending(Thread thread) {
        threads.ending(thread);
    }

    @Override
    public Object client(String kind, Object config, @Nullable Object first, @Nullable Object second) {
        Map<String, Object> settings = settings(config);
        return kind.equals(CallSites.PRODUCER)
                ? producer(settings, (Serializer<?>) first, (Serializer<?>) second)
                : admin(settings);
    }

    @Override
    public Object streamsConsumer(Object config, Object keys, Object values, Object streams) {
        return MainConsumers.make(config, keys, values, streams);
    }

    private static <K, V> KafkaProducer<K, V> producer(
            Map<String, Object> settings, @Nullable Serializer<K> keys, @Nullable Serializer<V> values) {
        KafkaProducer<K, V> ours = ClustersByAddress.producer(settings, keys, values);
        return ours == null ? new KafkaProducer<>(settings, keys, values) : ours;
    }

    private static Admin admin(Map<String, Object> settings) {
        Admin ours = ClustersByAddress.admin(settings);
        return ours == null ? Admin.create(settings) : AdminFacade.of(ours);
    }

    /** Copies a configuration; Kafka refuses keys that are no strings, and so does this. */
    private static Map<String, Object> settings(Object config) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (config instanceof Properties properties) {
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        ((Map<?, ?>) config).forEach((name, value) -> settings.put((String) name, value));
        return settings;
    }
}
