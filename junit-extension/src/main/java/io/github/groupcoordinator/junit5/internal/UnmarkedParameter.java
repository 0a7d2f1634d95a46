package io.github.groupcoordinator.junit5.internal;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The advice to a test that takes a client as a parameter without saying which: JUnit's own message names no fix. Given
 * afterwards, since such a parameter may be somebody else's, Mockito's or Spring's.
 */
public final class UnmarkedParameter
        implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final Pattern UNRESOLVED =
            Pattern.compile("No ParameterResolver registered for parameter \\[([\\w.]+)");

    private static final String CONSUMER = "@GroupMember(group = \"...\", topics = \"...\")";
    private static final String SHARE_CONSUMER = "@ShareMember(group = \"...\", topics = \"...\")";
    private static final String PRODUCER = "@RecordProducer";

    /** By names: not every kafka-clients has share consumers. */
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "org.apache.kafka.clients.consumer.Consumer", CONSUMER,
            "org.apache.kafka.clients.consumer.KafkaConsumer", CONSUMER,
            "org.apache.kafka.clients.consumer.ShareConsumer", SHARE_CONSUMER,
            "org.apache.kafka.clients.consumer.KafkaShareConsumer", SHARE_CONSUMER,
            "org.apache.kafka.clients.producer.Producer", PRODUCER,
            "org.apache.kafka.clients.producer.KafkaProducer", PRODUCER);

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(thrown);
    }

    private static Throwable explained(Throwable thrown) {
        if (thrown instanceof ParameterResolutionException) {
            Matcher unresolved = UNRESOLVED.matcher(String.valueOf(thrown.getMessage()));
            String annotation = unresolved.lookingAt() ? ANNOTATIONS.get(unresolved.group(1)) : null;
            if (annotation != null) {
                return new ParameterResolutionException(
                        "The parameter needs an annotation: " + annotation + " makes it a client of the cluster. "
                                + thrown.getMessage(),
                        thrown);
            }
        }
        return thrown;
    }
}
