package io.github.groupcoordinator.junit5.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
            String annotation = unresolved.lookingAt() ? annotationOf(unresolved.group(1)) : null;
            if (annotation != null) {
                return new ParameterResolutionException(
                        "The parameter needs an annotation: " + annotation + " makes it a client of the cluster. "
                                + thrown.getMessage(),
                        thrown);
            }
        }
        return thrown;
    }

    /** By names: not every kafka-clients has share consumers. */
    private static @Nullable String annotationOf(String type) {
        return switch (type) {
            case "org.apache.kafka.clients.consumer.Consumer", "org.apache.kafka.clients.consumer.KafkaConsumer" ->
                "@GroupMember(group = \"...\", topics = \"...\")";
            case "org.apache.kafka.clients.consumer.ShareConsumer",
                    "org.apache.kafka.clients.consumer.KafkaShareConsumer" ->
                "@ShareMember(group = \"...\", topics = \"...\")";
            case "org.apache.kafka.clients.producer.Producer", "org.apache.kafka.clients.producer.KafkaProducer" ->
                "@RecordProducer";
            default -> null;
        };
    }
}
