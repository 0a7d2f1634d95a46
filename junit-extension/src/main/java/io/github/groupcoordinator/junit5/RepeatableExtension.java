package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.view.RequestView;
import java.util.ArrayList;
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
import org.opentest4j.AssertionFailedError;

/** The extension behind {@link VerifyRepeatable @VerifyRepeatable}: compares the second run with the first. */
final class RepeatableExtension implements TestTemplateInvocationContextProvider, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(RepeatableExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getElement()
                .filter(element -> AnnotationSupport.isAnnotated(element, VerifyRepeatable.class))
                .isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(new Run("first run"), new Run("second run"));
    }

    private record Run(String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name;
        }
    }

    /** The traces of a run, one line for each event, each request and each record. */
    private record Evidence(List<String> lines) {

        static Evidence of(InMemoryKafka kafka) {
            List<String> lines = new ArrayList<>();
            kafka.events().render().lines().forEach(line -> lines.add("event " + line));
            for (RequestView request : kafka.requests().all()) {
                lines.add("request " + request + ": " + request.request() + " -> "
                        + request.response().orElse("no answer"));
            }
            kafka.storedRecords().forEach(line -> lines.add("record " + line));
            return new Evidence(lines);
        }

        String lineOrEnd(int index) {
            return index < lines.size() ? lines.get(index) : "nothing more";
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
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
        int most = Math.max(first.lines().size(), here.lines().size());
        for (int i = 0; i < most; i++) {
            String expected = first.lineOrEnd(i);
            String actual = here.lineOrEnd(i);
            if (!expected.equals(actual)) {
                throw new AssertionFailedError(
                        "The second run differs from the first; the first line that does, of " + most + ":\n  first:  "
                                + expected + "\n  second: " + actual,
                        expected,
                        actual);
            }
        }
    }
}
