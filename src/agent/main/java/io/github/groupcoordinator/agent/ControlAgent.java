package io.github.groupcoordinator.agent;

import io.github.groupcoordinator.internal.thread.ThreadAgent;
import io.github.groupcoordinator.internal.thread.ThreadHooks;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The agent's two doors: the JVM's own ({@code -javaagent}, or attached), which brings the instrumentation, and the
 * core's, which brings the hooks. Nothing is rewritten before the first cluster asks for it.
 */
public final class ControlAgent implements ThreadAgent {
    private static @Nullable Instrumentation instrumentation;
    private static boolean installed;

    /** Called by the JVM for {@code -javaagent}. */
    public static void premain(@Nullable String arguments, Instrumentation brought) {
        instrumentation = brought;
    }

    /** Called by the JVM when attached. */
    public static void agentmain(@Nullable String arguments, Instrumentation brought) {
        instrumentation = brought;
    }

    @Override
    public void install(ThreadHooks hooks) {
        synchronized (ControlAgent.class) {
            if (installed) {
                return;
            }
            if (instrumentation == null) {
                SelfAttach.attach();
            }
            Instrumentation brought = instrumentation;
            if (brought == null) {
                throw new IllegalStateException("The agent was attached, but by another class loader than that of the"
                        + " tests. " + SelfAttach.WAY_OUT);
            }
            rewrite(brought, hooks);
            installed = true;
        }
    }

    private static void rewrite(Instrumentation brought, ThreadHooks hooks) {
        try (JarFile boot = new JarFile(SelfAttach.jarOfHooks().toFile())) {
            brought.appendToBootstrapClassLoaderSearch(boot);
        } catch (IOException e) {
            throw new IllegalStateException("The agent's hooks could not be put before the JDK's classes: " + e, e);
        }
        Handlers.install(hooks);
        Rewriter rewriter = new Rewriter(List.of(sourceOf(ThreadHooks.class), sourceOf(ControlAgent.class)));
        brought.addTransformer(rewriter, true);
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : brought.getAllLoadedClasses()) {
            if (!type.isArray()
                    && !type.isHidden()
                    && brought.isModifiableClass(type)
                    && rewriter.concerns(type.getName().replace('.', '/'), type.getProtectionDomain())) {
                loaded.add(type);
            }
        }
        rewrite(brought, loaded);
    }

    /**
     * Rewrites classes that are loaded. One that the JVM does not take back, such as a class that cannot be linked
     * since its library is not there, must not keep the others from being rewritten: halves are tried until it stands
     * alone.
     */
    private static void rewrite(Instrumentation brought, List<Class<?>> loaded) {
        if (loaded.isEmpty()) {
            return;
        }
        try {
            brought.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError | InternalError e) {
            if (loaded.size() == 1) {
                System.getLogger(ControlAgent.class.getName())
                        .log(
                                System.Logger.Level.INFO,
                                loaded.get(0) + " could not be rewritten and lives in real time: " + e);
                return;
            }
            int half = loaded.size() / 2;
            rewrite(brought, loaded.subList(0, half));
            rewrite(brought, loaded.subList(half, loaded.size()));
        }
    }

    private static CodeSource sourceOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
    }
}
