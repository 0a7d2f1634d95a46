package io.github.groupcoordinator.junit5.internal.spring;

import io.github.groupcoordinator.InMemoryKafka;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.core.Ordered;

/**
 * The beans of a context that belong to its cluster. They come before all others, so that the cluster is closed after
 * the clients of the application.
 */
final class ClusterBeans implements BeanDefinitionRegistryPostProcessor, Ordered {
    private static final String PREFIX = "embeddedGroupCoordinator";

    private final ContextCluster cluster;

    ClusterBeans(ContextCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (!(registry instanceof DefaultSingletonBeanRegistry singletons)) {
            throw new IllegalStateException("The context of " + cluster.settings() + " keeps its beans in a "
                    + registry.getClass().getName() + ", which takes no singletons of a test");
        }
        // First of all, so that it is the last to be destroyed; also if the context does not come to be refreshed.
        singletons.registerDisposableBean(PREFIX, cluster);
        InMemoryKafka kafka = cluster.kafka();
        singletons.registerSingleton(PREFIX + ".cluster", cluster);
        singletons.registerSingleton(PREFIX + ".refusal", new Refusal(cluster));
        singletons.registerSingleton(PREFIX + ".kafka", kafka);
        singletons.registerSingleton(PREFIX + ".events", kafka.events());
        singletons.registerSingleton(PREFIX + ".clock", kafka.clock());
        BootConnection.register(registry, PREFIX + ".connectionDetails", cluster);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {}

    /** The refusal of ahead-of-time processing, which would write an address of the build into the application. */
    private record Refusal(ContextCluster cluster) implements BeanFactoryInitializationAotProcessor {
        @Override
        public BeanFactoryInitializationAotContribution processAheadOfTime(ConfigurableListableBeanFactory factory) {
            cluster.destroy();
            throw new IllegalStateException(cluster.settings() + ": @EmbeddedGroupCoordinator starts a cluster for each"
                    + " context while tests run; a context that is processed ahead of time, or that is native, can't"
                    + " have one. Keep such tests out of it, by @DisabledInAotMode on the class");
        }
    }
}
