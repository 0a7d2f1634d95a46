package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.text.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of a client that Kafka ignores, and that look like one that it knows. Others that it does not know are
 * for serializers, interceptors and the like, or for a client of another kind.
 */
public final class MistypedProperties {
    private static final SortedSet<String> CONSUMERS = new TreeSet<>(ConsumerConfig.configNames());
    private static final SortedSet<String> PRODUCERS = new TreeSet<>(ProducerConfig.configNames());
    private static final SortedSet<String> ADMINS = new TreeSet<>(AdminClientConfig.configNames());

    /** One slip in as many characters is a slip; more are another word. */
    private static final int CHARACTERS_PER_SLIP = 6;

    private MistypedProperties() {}

    /** Returns what each of them is perhaps meant to be, in the order of the configuration. */
    public static Map<String, String> in(Map<String, ?> config, ClientKind kind) {
        Map<String, String> mistyped = new LinkedHashMap<>();
        for (String name : config.keySet()) {
            if (CONSUMERS.contains(name) || PRODUCERS.contains(name) || ADMINS.contains(name)) {
                continue;
            }
            String nearest = NearestName.of(name, known(kind), name.length() / CHARACTERS_PER_SLIP);
            if (!nearest.isEmpty()) {
                mistyped.put(name, nearest);
            }
        }
        return mistyped;
    }

    private static SortedSet<String> known(ClientKind kind) {
        return switch (kind) {
            case CONSUMER, SHARE_CONSUMER -> CONSUMERS;
            case PRODUCER -> PRODUCERS;
            case ADMIN -> ADMINS;
        };
    }
}
