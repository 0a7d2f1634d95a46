package io.github.groupcoordinator.junit5.internal.spring;

import io.github.groupcoordinator.junit5.internal.ContextClusters;
import io.github.groupcoordinator.junit5.internal.SharedCluster;
import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.aot.AotDetector;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.util.ClassUtils;

/** The clusters of Spring's test contexts. */
final class SpringContextClusters implements ContextClusters {
    private final SpringExtension spring = new SpringExtension();

    @Override
    public boolean isMeant(ExtensionContext context) {
        return context.getTestClass()
                .filter(SpringContextClusters::isSprings)
                .filter(type -> ClusterContextCustomizerFactory.settings(type) != null)
                .isPresent();
    }

    private static boolean isSprings(Class<?> testClass) {
        // A nested class has the extensions of those around it; a static one is a test class by itself.
        for (Class<?> type = testClass;
                type != null;
                type = ClassUtils.isInnerClass(type) ? type.getEnclosingClass() : null) {
            List<ExtendWith> all = AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class);
            if (all.stream().anyMatch(one -> List.of(one.value()).contains(SpringExtension.class))) {
                return true;
            }
            for (Field field : AnnotationSupport.findAnnotatedFields(type, RegisterExtension.class)) {
                if (field.getType() == SpringExtension.class) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public SharedCluster of(ExtensionContext context) {
        ApplicationContext application = SpringExtension.getApplicationContext(context);
        ContextCluster cluster =
                application.getBeanProvider(ContextCluster.class).getIfAvailable();
        if (cluster == null) {
            throw new IllegalStateException("The Spring context of " + context.getRequiredTestClass()
                    + " has no cluster: "
                    + (AotDetector.useGeneratedArtifacts()
                            ? "it was processed ahead of time, or is native, and a cluster starts while tests run. Keep"
                                    + " such tests out of it, by @DisabledInAotMode on the class"
                            : "Spring's test context framework did not ask META-INF/spring.factories of the extension's"
                                    + " jar for customizers"));
        }
        Thread driver = cluster.driver();
        if (driver != null && driver != Thread.currentThread()) {
            throw new IllegalStateException("The Spring context of " + context.getRequiredTestClass()
                    + " has virtual time, which the thread '" + driver.getName()
                    + "' lets pass that made it, and not '"
                    + Thread.currentThread().getName()
                    + "'. Tests that share such a context run one after the other, on one thread: add"
                    + " @Execution(ExecutionMode.SAME_THREAD), or give this class settings of its own");
        }
        return cluster;
    }

    @Override
    public boolean provides(ParameterContext parameter, ExtensionContext context) {
        return spring.supportsParameter(parameter, context);
    }

    /** Nested classes use the contexts of those around them; so the outermost class ends them all. */
    @Override
    public void ended(ExtensionContext context) {
        boolean outermost =
                context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
        if (outermost) {
            ControlledContexts.endAll();
        }
    }
}
