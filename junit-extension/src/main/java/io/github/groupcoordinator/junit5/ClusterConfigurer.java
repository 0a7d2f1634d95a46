package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import org.apiguardian.api.API;

/**
 * Whatever {@link InMemoryKafkaConfig} can and {@link EmbeddedGroupCoordinator} has no attribute for; see {@link
 * EmbeddedGroupCoordinator#config()}. A class of its own, or a static one, with a constructor that takes no parameters.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ClusterConfigurer {

    /** Changes the configuration; what the annotation's attributes say is in it already. */
    void configure(InMemoryKafkaConfig.Builder cluster);
}
