package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The settings of a cluster that is a bean of a test's application context, equal where two contexts can be one. Only
 * for what makes such contexts.
 */
public final class ContextSettings {
    private final ClusterSettings settings;
    private final String place;

    private ContextSettings(ClusterSettings settings, String place) {
        this.settings = settings;
        this.place = place;
    }

    /**
     * Returns what the annotations of test classes say, the later ones winning; null if there is none.
     *
     * @throws ExtensionConfigurationException if they say what can't be in a context; the message names the place
     */
    public static @Nullable ContextSettings of(List<Class<?>> classes) {
        boolean any = false;
        for (Class<?> type : classes) {
            EmbeddedGroupCoordinator annotation = Annotated.annotation(type).orElse(null);
            any |= annotation != null;
            if (annotation != null && annotation.lifecycle() == Lifecycle.PER_CLASS) {
                throw new ExtensionConfigurationException("@EmbeddedGroupCoordinator on " + type + ": the cluster of a"
                        + " Spring test lives as long as its context, so lifecycle = PER_CLASS has no meaning;"
                        + " leave it out. @DirtiesContext ends a context with its class");
            }
        }
        if (!any) {
            return null;
        }
        String place = classes.get(classes.size() - 1).toString();
        ClusterSettings merged = Annotated.settings(classes, () -> ClusterSettings.AT_ITS_START);
        return new ContextSettings(Annotated.checked(place, merged::inContext), place);
    }

    /**
     * Returns the configuration of the cluster.
     *
     * @throws ExtensionConfigurationException if something in it is wrong; the message names the place
     */
    public InMemoryKafkaConfig config() {
        return Annotated.checked(place, settings::toConfig);
    }

    /** Returns the names of the properties that hold the cluster's address, besides Spring's own. */
    public List<String> addressProperties() {
        String own = settings.doors().addressProperty();
        return own.isEmpty() ? List.of() : List.of(own);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContextSettings that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return "the cluster of " + place;
    }
}
