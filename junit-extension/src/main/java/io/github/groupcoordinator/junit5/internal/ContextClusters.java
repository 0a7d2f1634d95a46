package io.github.groupcoordinator.junit5.internal;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** The clusters that are beans of a test's application context: Spring's, which is only loaded where it is. */
public interface ContextClusters {

    /** Returns whether the cluster of a test is a bean of its context. */
    boolean isMeant(ExtensionContext context);

    /**
     * Returns the cluster of a test's context, which is loaded if it has not been yet.
     *
     * @throws IllegalStateException if there is none, or if the test may not use it; the message says why
     */
    SharedCluster of(ExtensionContext context);

    /** Returns whether the context itself provides a parameter. */
    boolean provides(ParameterContext parameter, ExtensionContext context);

    /** A test class is over. */
    void ended(ExtensionContext context);

    /** Returns Spring's if it is on the class path, else those of nobody. */
    static ContextClusters present() {
        String spring = "org.springframework.test.context.junit.jupiter.SpringExtension";
        if (ReflectionSupport.tryToLoadClass(spring).toOptional().isEmpty()) {
            return new None();
        }
        String ours = "io.github.groupcoordinator.junit5.internal.spring.SpringContextClusters";
        return (ContextClusters) ReflectionSupport.newInstance(
                ReflectionSupport.tryToLoadClass(ours).toOptional().orElseThrow());
    }

    /** No context at all. */
    final class None implements ContextClusters {
        @Override
        public boolean isMeant(ExtensionContext context) {
            return false;
        }

        @Override
        public SharedCluster of(ExtensionContext context) {
            throw new IllegalStateException("There is no Spring on the class path");
        }

        @Override
        public boolean provides(ParameterContext parameter, ExtensionContext context) {
            return false;
        }

        @Override
        public void ended(ExtensionContext context) {}
    }
}
