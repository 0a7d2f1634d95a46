package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.lang.reflect.AnnotatedElement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** The annotations of a test, of its class and of those that enclose it, read as one. */
final class Annotated {
    private Annotated() {}

    static Optional<EmbeddedGroupCoordinator> annotation(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, EmbeddedGroupCoordinator.class);
    }

    static String place(ExtensionContext context) {
        return context.getElement().map(AnnotatedElement::toString).orElse(context.getDisplayName());
    }

    static Lifecycle lifecycleFor(ExtensionContext context) {
        Optional<ExtensionContext> current = Optional.of(context);
        while (current.isPresent()) {
            Optional<EmbeddedGroupCoordinator> annotation =
                    current.get().getElement().flatMap(Annotated::annotation);
            boolean onMethod = current.get().getTestMethod().isPresent();
            if (annotation.isPresent()) {
                if (onMethod && annotation.get().lifecycle() == Lifecycle.PER_CLASS) {
                    throw new ExtensionConfigurationException("@EmbeddedGroupCoordinator on " + place(context)
                            + ": lifecycle = PER_CLASS has no meaning on a method;"
                            + " leave it out, or move the annotation to the class");
                }
                return annotation.get().lifecycle();
            }
            current = current.get().getParent();
        }
        return Lifecycle.PER_METHOD;
    }

    /** Merges the annotations from the outermost class to the method, the nearer ones winning. */
    static ClusterSettings settings(ExtensionContext context) {
        List<AnnotatedElement> elements = new ArrayList<>();
        Optional<ExtensionContext> current = Optional.of(context);
        while (current.isPresent()) {
            current.get().getElement().filter(e -> !elements.contains(e)).ifPresent(e -> elements.add(0, e));
            current = current.get().getParent();
        }
        ClusterSettings merged = settings(elements, () -> PresentTime.of(context));
        return checked(place(context), () -> merged.withDefaults(context));
    }

    /** Merges the annotations of elements, the later ones winning. */
    static ClusterSettings settings(List<? extends AnnotatedElement> elements, Supplier<Instant> presentTime) {
        ClusterSettings merged = ClusterSettings.none();
        for (AnnotatedElement element : elements) {
            Optional<EmbeddedGroupCoordinator> annotation = annotation(element);
            if (annotation.isPresent()) {
                ClusterSettings nearer =
                        checked(element.toString(), () -> ClusterSettings.of(annotation.get(), presentTime));
                merged = merged.merge(nearer);
            }
        }
        return merged;
    }

    /** Does something with annotations, and says where they stand if it fails. */
    static <T> T checked(String place, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException | KafkaException e) {
            throw new ExtensionConfigurationException(
                    "@EmbeddedGroupCoordinator on " + place + ": " + e.getMessage(), e);
        }
    }

    /** The meaning of {@code startTime = "now"}: both runs of a test that is run twice start at the same instant. */
    private static final class PresentTime {
        private static final Namespace NAMESPACE = Namespace.create(PresentTime.class);

        private PresentTime() {}

        static Instant of(ExtensionContext context) {
            String first =
                    context.getConfigurationParameter(Repetition.SECOND_RUN).orElse("");
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
}
