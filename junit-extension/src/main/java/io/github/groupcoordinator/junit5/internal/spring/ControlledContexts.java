package io.github.groupcoordinator.junit5.internal.spring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;

/**
 * The contexts whose clusters control the application's threads. A thread of tests can only drive one at a time, and
 * nobody could drive them once it is gone; so they do not stay in Spring's cache for as long as others do.
 */
final class ControlledContexts {
    private static final Map<ContextCluster, Thread> RUNNING = new LinkedHashMap<>();

    private ControlledContexts() {}

    /** One more begins on this thread: the one before it gives way, and is made again if it is asked for. */
    static void begins(ContextCluster cluster) {
        endAll();
        synchronized (RUNNING) {
            RUNNING.put(cluster, Thread.currentThread());
        }
    }

    static void ended(ContextCluster cluster) {
        synchronized (RUNNING) {
            RUNNING.remove(cluster);
        }
    }

    /** Closes those of this thread. */
    static void endAll() {
        for (ContextCluster cluster : ofThisThread()) {
            new DefaultCacheAwareContextLoaderDelegate().closeContext(cluster.merged(), HierarchyMode.EXHAUSTIVE);
            // It may never have come into the cache.
            cluster.destroy();
        }
    }

    private static List<ContextCluster> ofThisThread() {
        List<ContextCluster> mine = new ArrayList<>();
        synchronized (RUNNING) {
            RUNNING.forEach((cluster, thread) -> {
                if (thread == Thread.currentThread()) {
                    mine.add(cluster);
                }
            });
        }
        return mine;
    }
}
