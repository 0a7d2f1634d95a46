package io.github.groupcoordinator.junit5.internal.spring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;

/** The properties of a context that hold its cluster's address. Whoever asks first starts the cluster. */
final class ClusterProperties extends EnumerablePropertySource<ContextCluster> {
    private static final List<String> SPRINGS =
            List.of("spring.kafka.bootstrap-servers", "spring.embedded.kafka.brokers");

    private final List<String> names = new ArrayList<>(SPRINGS);

    ClusterProperties(ContextCluster cluster) {
        super("embedded-group-coordinator", cluster);
        names.addAll(cluster.settings().addressProperties());
    }

    @Override
    public String[] getPropertyNames() {
        return names.toArray(new String[0]);
    }

    @Override
    public boolean containsProperty(String name) {
        return names.contains(name);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return containsProperty(name) ? getSource().kafka().bootstrapServers() : null;
    }
}
