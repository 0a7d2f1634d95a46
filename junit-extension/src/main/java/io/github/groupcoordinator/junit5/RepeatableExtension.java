package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.junit5.internal.Evidence;
import io.github.groupcoordinator.junit5.internal.RealClusters;
import io.github.groupcoordinator.real.NotPortableException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** The extension behind {@link VerifyRepeatable @VerifyRepeatable}: compares the second run with the first. */
final class RepeatableExtension implements TestTemplateInvocationContextProvider, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(RepeatableExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return isMeant(context);
    }

    /** Returns whether the annotation stands on the method itself: then the method is a template with two runs. */
    static boolean isMeant(ExtensionContext context) {
        return context.getTestMethod()
                .filter(method -> AnnotationSupport.isAnnotated(method, VerifyRepeatable.class))
                .isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        if (RealClusters.isMeant(context)) {
            throw RealClusters.aborted(
                    new NotPortableException("@VerifyRepeatable", "in real time no run is the same as another"));
        }
        return Stream.of(new Run("first run"), new Run("second run"));
    }

    private record Run(String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name;
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (!isMeant(context) || context.getExecutionException().isPresent()) {
            return;
        }
        List<GroupCoordinatorExtension> extensions = RegisteredExtensions.in(context);
        Cluster cluster = extensions.isEmpty() ? null : extensions.get(0).find(context);
        if (cluster == null || !cluster.isOwnedBy(context)) {
            throw new ExtensionConfigurationException("@VerifyRepeatable on " + context.getRequiredTestMethod()
                    + " needs @EmbeddedGroupCoordinator with a cluster for each test");
        }
        Evidence here = Evidence.of(cluster.kafka());
        Store store = context.getParent().orElseThrow().getStore(NAMESPACE);
        Evidence first = store.get(Evidence.class, Evidence.class);
        if (first == null) {
            store.put(Evidence.class, here);
            return;
        }
        first.requireSame(here);
    }
}
