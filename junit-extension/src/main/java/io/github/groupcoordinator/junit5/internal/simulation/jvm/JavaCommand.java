package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/** The command that starts another JVM like this one: the same Java, options and class path. */
final class JavaCommand {
    /**
     * The options that are meant for one JVM alone: a debugger waits at one address, and an archive is written once.
     */
    private static final List<String> OF_ONE_JVM = List.of(
            "-agentlib:jdwp",
            "-Xrunjdwp",
            "-Xdebug",
            "-XX:ArchiveClassesAtExit",
            "-XX:AOTCacheOutput",
            "-XX:AOTMode",
            "-XX:AOTConfiguration",
            "-XX:StartFlightRecording");

    /** The properties that say how this very JVM was started. */
    private static final List<String> OF_THE_START = List.of("java.class.path", "sun.java.command");

    private JavaCommand() {}

    static List<String> of(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (OF_ONE_JVM.stream().noneMatch(option::startsWith)) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath()));
        command.add(main.getName());
        return command;
    }

    /** Returns the class path of this JVM, with what launches tests: some build tools keep that apart. */
    private static Set<String> classPath() {
        Set<String> classPath = new LinkedHashSet<>(
                List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
        addPlace(classPath, JavaCommand.class);
        addPlace(classPath, LauncherFactory.class);
        addPlace(classPath, ReflectionSupport.class);
        addPlace(classPath, TestAbortedException.class);
        addPlace(classPath, TestEngine.class);
        ServiceLoader.load(TestEngine.class, TestEngine.class.getClassLoader())
                .forEach(engine -> addPlace(classPath, engine.getClass()));
        return classPath;
    }

    private static void addPlace(Set<String> classPath, Class<?> type) {
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return;
        }
        try {
            classPath.add(Path.of(source.getLocation().toURI()).toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of " + type + " is " + source.getLocation(), e);
        }
    }

    /** Returns the system properties, as they are now, of those that another JVM like this one does not have anyway. */
    static TreeMap<String, String> systemProperties() {
        TreeMap<String, String> properties = new TreeMap<>();
        for (Map.Entry<Object, Object> entry : System.getProperties().entrySet()) {
            if (entry.getKey() instanceof String key
                    && entry.getValue() instanceof String value
                    && !OF_THE_START.contains(key)
                    && !key.startsWith("jdk.")) {
                properties.put(key, value);
            }
        }
        return properties;
    }
}
