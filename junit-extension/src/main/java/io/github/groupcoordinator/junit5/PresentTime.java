package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The meaning of {@code startTime = "now"}: both runs of a test that is run twice start at the same instant. */
final class PresentTime {
    private static final Namespace NAMESPACE = Namespace.create(PresentTime.class);

    private PresentTime() {}

    static Instant of(ExtensionContext context) {
        String first = context.getConfigurationParameter(Repetition.SECOND_RUN).orElse("");
        if (!first.isEmpty()) {
            return Instant.parse(first);
        }
        if (!RepeatableExtension.isMeant(context)) {
            return now();
        }
        return context.getParent()
                .orElseThrow()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Instant.class, key -> now(), Instant.class);
    }

    private static Instant now() {
        return InMemoryKafkaConfig.defaults().toBuilder().startNow().build().startTime();
    }
}
