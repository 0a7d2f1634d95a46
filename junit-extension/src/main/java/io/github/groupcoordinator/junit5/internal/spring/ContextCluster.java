package io.github.groupcoordinator.junit5.internal.spring;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.invariant.InvariantViolation;
import io.github.groupcoordinator.junit5.ContextSettings;
import io.github.groupcoordinator.junit5.internal.SharedCluster;
import io.github.groupcoordinator.view.GroupView;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.test.context.MergedContextConfiguration;

/** The cluster of one context: it starts when it is first asked for, and closes with the context. */
final class ContextCluster implements SharedCluster, DisposableBean {
    private final ContextSettings settings;
    private final MergedContextConfiguration merged;
    private @Nullable InMemoryKafka kafka;
    private @Nullable Thread driver;
    private @Nullable ListenerConfig listener;
    private int tests;
    private boolean closed;
    private List<GroupView> lastGroups = List.of();
    private @Nullable Throwable failure;

    ContextCluster(ContextSettings settings, MergedContextConfiguration merged) {
        this.settings = settings;
        this.merged = merged;
    }

    ContextSettings settings() {
        return settings;
    }

    /** Returns the key by which Spring caches the context. */
    MergedContextConfiguration merged() {
        return merged;
    }

    @Override
    public synchronized InMemoryKafka kafka() {
        InMemoryKafka started = kafka;
        if (started == null) {
            InMemoryKafkaConfig config = settings.config();
            if (config.threads() != ApplicationThreads.REFUSED) {
                ControlledContexts.begins(this);
                driver = Thread.currentThread();
            }
            started = start(config);
            listener = config.listener();
            kafka = started;
        }
        return started;
    }

    private InMemoryKafka start(InMemoryKafkaConfig config) {
        try {
            return InMemoryKafka.start(config);
        } catch (IllegalArgumentException | KafkaException e) {
            throw new IllegalStateException(settings + " can't start: " + e.getMessage(), e);
        }
    }

    /** Returns the thread that lets virtual time pass: whoever made the context. Null if nobody has to. */
    synchronized @Nullable Thread driver() {
        return driver;
    }

    @Override
    public synchronized @Nullable ListenerConfig listener() {
        return listener;
    }

    /** The first test sees what led to it, too: the context was made for it. */
    @Override
    public synchronized int testBegins() {
        return tests++ == 0 ? 0 : kafka().events().size();
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized List<GroupView> lastGroups() {
        return lastGroups;
    }

    @Override
    public synchronized @Nullable Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    /** Spring would do no more than log what goes wrong here; the test that ends the context is told instead. */
    @Override
    public void destroy() {
        // Also if it could not start.
        ControlledContexts.ended(this);
        InMemoryKafka running = begunToClose();
        if (running == null) {
            return;
        }
        Throwable thrown = null;
        List<GroupView> groups = List.of();
        try {
            groups = running.groupIds().stream().<GroupView>map(running::group).toList();
        } catch (RuntimeException e) {
            thrown = e;
        }
        try {
            running.close();
        } catch (RuntimeException | InvariantViolation e) {
            thrown = e;
        }
        closed(groups, thrown);
    }

    private synchronized @Nullable InMemoryKafka begunToClose() {
        if (closed) {
            return null;
        }
        closed = true;
        return kafka;
    }

    private synchronized void closed(List<GroupView> groups, @Nullable Throwable thrown) {
        lastGroups = groups;
        failure = thrown;
    }
}
