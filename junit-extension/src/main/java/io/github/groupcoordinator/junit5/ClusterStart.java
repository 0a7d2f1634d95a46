package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.junit5.internal.AddressProperty;
import io.github.groupcoordinator.junit5.internal.RealClusters;
import io.github.groupcoordinator.junit5.internal.simulation.CurrentRun;
import io.github.groupcoordinator.real.NotPortableException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The start of the cluster of a test, or of a class: from what is configured to what runs. */
final class ClusterStart {
    private final ExtensionContext context;

    ClusterStart(ExtensionContext context) {
        this.context = context;
    }

    /** Returns a configuration with the seed that JUnit's parameter says, if it has none. */
    InMemoryKafkaConfig seeded(InMemoryKafkaConfig config) {
        try {
            return config.toBuilder()
                    .seed(ClusterSettings.seedOr(config.seed(), context))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(
                    "GroupCoordinatorExtension in " + Annotated.place(context) + ": " + e.getMessage(), e);
        }
    }

    /** Returns a configuration as a run of the test's simulation has it, if it is in one. */
    InMemoryKafkaConfig simulated(InMemoryKafkaConfig config) {
        CurrentRun simulation = CurrentRun.of(context);
        return simulation == null
                ? config
                : config.toBuilder().simulation(simulation.run()).build();
    }

    /**
     * Starts it.
     *
     * @param place of the extension among those of the test
     */
    Cluster start(InMemoryKafkaConfig configured, String addressProperty, int place) {
        InMemoryKafkaConfig config = RealClusters.on(configured, context);
        Repetition repetition = Repetition.ifWanted(config, context, place);
        InMemoryKafka kafka;
        try {
            kafka = InMemoryKafka.start(config);
        } catch (NotPortableException e) {
            throw RealClusters.aborted(e);
        } catch (IllegalArgumentException | KafkaException e) {
            throw new ExtensionConfigurationException(
                    "The cluster of " + Annotated.place(context) + " can't start: " + e.getMessage(), e);
        }
        Cluster cluster = new Cluster(kafka, config, context.getUniqueId(), repetition);
        if (!addressProperty.isEmpty()) {
            publishAddress(cluster, addressProperty);
        }
        return cluster;
    }

    private void publishAddress(Cluster cluster, String property) {
        try {
            String address = cluster.kafka().bootstrapServers();
            cluster.published(AddressProperty.set(property, address, context.getUniqueId()));
        } catch (IllegalArgumentException e) {
            cluster.close();
            throw new ExtensionConfigurationException(
                    "@EmbeddedGroupCoordinator on " + Annotated.place(context) + ": " + e.getMessage(), e);
        }
    }
}
