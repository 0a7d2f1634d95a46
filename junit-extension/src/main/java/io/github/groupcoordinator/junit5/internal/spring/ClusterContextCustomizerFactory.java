package io.github.groupcoordinator.junit5.internal.spring;

import io.github.groupcoordinator.junit5.ContextSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** The factory that Spring asks about each test class, as META-INF/spring.factories says. */
final class ClusterContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        ContextSettings settings = settings(testClass);
        return settings == null ? null : new ClusterContextCustomizer(settings);
    }

    /** Returns what a class and those around it say, as far as its context inherits from them; null if nothing. */
    static @Nullable ContextSettings settings(Class<?> testClass) {
        List<Class<?>> classes = new ArrayList<>(List.of(testClass));
        Class<?> inner = testClass;
        while (TestContextAnnotationUtils.searchEnclosingClass(inner)) {
            inner = inner.getEnclosingClass();
            classes.add(0, inner);
        }
        return ContextSettings.of(classes);
    }
}
