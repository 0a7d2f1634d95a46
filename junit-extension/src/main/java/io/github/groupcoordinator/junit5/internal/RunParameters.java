package io.github.groupcoordinator.junit5.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** The launching of tests once more, with the configuration parameters by which they run as they do for everybody. */
public final class RunParameters {

    /** Those that decide how tests run; what a file or system properties say, the launcher finds itself. */
    private static final List<String> NAMES = List.of(
            "embedded-group-coordinator.bootstrap-servers-property",
            "embedded-group-coordinator.seed",
            "embedded-group-coordinator.timeline",
            "embedded-group-coordinator.timeline.directory",
            "junit.jupiter.conditions.deactivate",
            "junit.jupiter.displayname.generator.default",
            "junit.jupiter.execution.order.random.seed",
            "junit.jupiter.extensions.autodetection.enabled",
            "junit.jupiter.extensions.autodetection.exclude",
            "junit.jupiter.extensions.autodetection.include",
            "junit.jupiter.testclass.order.default",
            "junit.jupiter.testinstance.lifecycle.default",
            "junit.jupiter.testmethod.order.default");

    private RunParameters() {}

    /** Returns whether there is a launcher: whatever runs tests has one, but need not show it to them. */
    public static boolean isLauncherPresent() {
        return ReflectionSupport.tryToLoadClass("org.junit.platform.launcher.core.LauncherFactory")
                .toOptional()
                .isPresent();
    }

    /** Returns those that are set, and that tests run one after the other. */
    public static Map<String, String> of(ExtensionContext context) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : NAMES) {
            context.getConfigurationParameter(name).ifPresent(value -> parameters.put(name, value));
        }
        parameters.put("junit.jupiter.execution.parallel.enabled", "false");
        return parameters;
    }
}
