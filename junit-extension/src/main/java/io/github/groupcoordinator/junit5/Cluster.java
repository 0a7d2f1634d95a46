package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.ClientHandle;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.junit5.internal.AddressProperty;
import io.github.groupcoordinator.junit5.internal.Failures;
import io.github.groupcoordinator.junit5.internal.SharedCluster;
import io.github.groupcoordinator.real.NotPortableException;
import io.github.groupcoordinator.view.GroupView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running cluster and the clients that were injected from it; the value in the store.
 *
 * <p>Normally it is closed in a callback after the test, where a leak still fails it. The store closes it where JUnit
 * never came to that callback: up to JUnit 5.12 because it is a {@code CloseableResource}, from 5.13 on because it is
 * {@link AutoCloseable}.
 */
@SuppressWarnings("deprecation") // CloseableResource: deprecated in JUnit 5.13, but all that 5.10 to 5.12 close.
public final class Cluster implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final InMemoryKafka kafka;
    private final @Nullable SharedCluster shared;
    private final @Nullable ListenerConfig listener;
    private final boolean isReal;
    private final int eventsBefore;
    private final String ownerId;
    private final @Nullable Repetition repetition;
    private final Map<String, List<AutoCloseable>> injected = new LinkedHashMap<>();
    private final Map<String, Integer> names = new TreeMap<>();
    private @Nullable Instant failedAt;
    private @Nullable AddressProperty address;
    private boolean closed;

    /**
     * Makes the value.
     *
     * @param config of the cluster
     * @param ownerId the unique id of the context whose end is the end of the cluster
     * @param repetition what is to be run again when it has ended, or null
     */
    Cluster(InMemoryKafka kafka, InMemoryKafkaConfig config, String ownerId, @Nullable Repetition repetition) {
        this.isReal = config.cluster() != null;
        this.listener = isReal ? null : config.listener();
        this.kafka = kafka;
        this.shared = null;
        this.eventsBefore = 0;
        this.ownerId = ownerId;
        this.repetition = repetition;
    }

    /**
     * Makes the value for a test that takes part in a cluster which outlives it.
     *
     * @param testId the unique id of the test's context
     */
    Cluster(SharedCluster shared, String testId) {
        this.kafka = shared.kafka();
        this.isReal = false;
        this.listener = shared.listener();
        this.shared = shared;
        this.eventsBefore = shared.testBegins();
        this.ownerId = testId;
        this.repetition = null;
    }

    /** Says which property is to hold the address for as long as the cluster lives. */
    void published(AddressProperty property) {
        address = property;
    }

    /** Returns what has happened since the cluster, or the test that takes part in it, began. */
    EventLog events() {
        return shared == null ? kafka.events() : kafka.events().since(eventsBefore);
    }

    /** Returns whether another run has the same events: no clients come over a listener. */
    boolean repeats() {
        return listener == null && !isReal;
    }

    /** Returns whether it is a real cluster, in real time. */
    boolean isReal() {
        return isReal;
    }

    /** Returns what the test asked of a real cluster that it can't answer, once; null if there is nothing. */
    @Nullable
    NotPortableException refusal() {
        if (isReal) {
            try {
                kafka.endOfTest();
            } catch (NotPortableException e) {
                return e;
            } catch (IllegalStateException e) {
                // Its workers' failures are told when it ends, too.
                return null;
            }
        }
        return null;
    }

    /** Returns whether its clients live in system time, and make themselves. */
    boolean isInSystemTime() {
        return listener != null && listener.isInSystemTime();
    }

    /** Returns how many events belong to earlier tests. */
    int eventsBefore() {
        return eventsBefore;
    }

    /** Returns the groups as they are, or as they were when the cluster was closed. */
    List<GroupView> groups() {
        if (shared != null && shared.isClosed()) {
            return shared.lastGroups();
        }
        List<GroupView> groups = new ArrayList<>();
        kafka.groupIds().forEach(group -> groups.add(kafka.group(group)));
        return groups;
    }

    /** Returns who has subscribed and was never polled; nobody, once the cluster is closed. */
    List<String> neverPolled() {
        return shared != null && shared.isClosed() ? List.of() : kafka.neverPolled();
    }

    @Nullable
    Repetition repetition() {
        return repetition;
    }

    InMemoryKafka kafka() {
        return kafka;
    }

    /** Remembers when the test failed: what is done after each test may take its time. */
    void failed() {
        failedAt = kafka.clock().now();
    }

    /** Returns when the test that is over failed; now, if it was not while the test itself ran. */
    Instant takeFailedAt() {
        Instant at = failedAt == null ? kafka.clock().now() : failedAt;
        failedAt = null;
        return at;
    }

    boolean isOwnedBy(ExtensionContext context) {
        return ownerId.equals(context.getUniqueId());
    }

    /** Returns {@code prefix-1}, {@code prefix-2}, ... */
    String nextClientId(String prefix) {
        return prefix + "-" + names.merge(prefix, 1, Integer::sum);
    }

    /** Remembers a client for the context whose end is its end; it is no leak if the test leaves it open. */
    void inject(AutoCloseable client, ExtensionContext context) {
        if (!isInSystemTime()) {
            kafka.client(client).closedByFixture();
        }
        injected.computeIfAbsent(context.getUniqueId(), id -> new ArrayList<>()).add(client);
    }

    /** Closes the cluster if this context owns it, or else what was injected for this context, the newest first. */
    void end(ExtensionContext context) throws Exception {
        if (shared == null) {
            if (isOwnedBy(context)) {
                close();
            } else {
                // A test of a class that shares it: a later one is not to answer for what this one asked.
                Failures failures = new Failures();
                failures.add(refusal());
                failures.run(() -> closeInjected(context));
                failures.rethrow();
            }
            return;
        }
        Failures failures = new Failures();
        if (!shared.isClosed()) {
            failures.run(() -> closeInjected(context));
            failures.run(kafka::endOfTest);
        }
        failures.add(shared.takeFailure());
        failures.rethrow();
    }

    private void closeInjected(ExtensionContext context) throws Exception {
        Failures failures = new Failures();
        List<AutoCloseable> clients = injected.remove(context.getUniqueId());
        for (int i = clients == null ? -1 : clients.size() - 1; i >= 0; i--) {
            AutoCloseable client = clients.get(i);
            // A client that has crashed or hangs stays so, as its process would; the cluster sees to it in the end.
            if (isInSystemTime() || !isStopped(client)) {
                failures.run(client::close);
            }
        }
        failures.rethrow();
    }

    private boolean isStopped(AutoCloseable client) {
        ClientHandle handle = kafka.client(client);
        return handle.isCrashed() || handle.isPaused();
    }

    @Override
    public void close() {
        if (closed || shared != null) {
            return;
        }
        closed = true;
        if (address != null) {
            address.close();
        }
        kafka.close();
    }
}
