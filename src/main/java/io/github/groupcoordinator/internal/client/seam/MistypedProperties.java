package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.text.NearestName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of a client that Kafka ignores, and that look like one that it knows. Others that it does not know are
 * for serializers, interceptors and the like, or for a client of another kind.
 */
public final class MistypedProperties {
    /** One slip in as many characters is a slip; more are another word. */
    private static final int CHARACTERS_PER_SLIP = 6;

    private MistypedProperties() {}

    /** Returns what each of them is perhaps meant to be, in the order of the configuration. */
    public static Map<String, String> in(Map<String, ?> config, ClientKind kind) {
        Map<String, String> mistyped = new LinkedHashMap<>();
        Set<String> known = known(kind);
        for (String name : config.keySet()) {
            // Those of other kinds are only looked at for what this one does not know.
            if (known.contains(name) || isKnownToAny(name)) {
                continue;
            }
            String nearest = NearestName.of(name, new TreeSet<>(known), name.length() / CHARACTERS_PER_SLIP);
            if (!nearest.isEmpty()) {
                mistyped.put(name, nearest);
            }
        }
        return mistyped;
    }

    private static Set<String> known(ClientKind kind) {
        return switch (kind) {
            case CONSUMER, SHARE_CONSUMER -> ConsumerConfig.configNames();
            case PRODUCER -> ProducerConfig.configNames();
            case ADMIN -> AdminClientConfig.configNames();
        };
    }

    private static boolean isKnownToAny(String name) {
        return Arrays.stream(ClientKind.values()).anyMatch(kind -> known(kind).contains(name));
    }
}
