package io.github.groupcoordinator.junit5.internal.spring;

import io.github.groupcoordinator.junit5.ContextSettings;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * The customizer that gives a context its cluster. Spring caches contexts by what their customizers equal: those with
 * the same settings share a cluster, others do not.
 */
record ClusterContextCustomizer(ContextSettings settings) implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        ContextCluster cluster = new ContextCluster(settings, merged);
        context.getEnvironment().getPropertySources().addFirst(new ClusterProperties(cluster));
        context.addBeanFactoryPostProcessor(new ClusterBeans(cluster));
    }
}
