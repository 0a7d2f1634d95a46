package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.consumer.internals.RequestManager;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of the loop of one client's ConsumerNetworkThread. Each is the loop's own method, up to the wait for the
 * network in it; what that method does after the wait is done here, by the methods that it calls, when the wait is
 * over. A test checks that this is what every supported version does there.
 */
final class NetworkRounds implements ForeignThread.Rounds {
    private static final String INTERNALS = "org.apache.kafka.clients.consumer.internals.";
    private static final Class<?> DELEGATE = Reflect.type(INTERNALS + "NetworkClientDelegate");
    private static final Class<?> REAPER = Reflect.type(INTERNALS + "events.CompletableEventReaper");
    private static final Field LOG = Reflect.field(AsyncClient.NETWORK_THREAD, "log");
    private static final Field MANAGERS = Reflect.field(AsyncClient.NETWORK_THREAD, "requestManagers");
    private static final Field ENTRIES = Reflect.field(MANAGERS.getType(), "entries");
    private static final Field MAXIMUM_TIME_TO_WAIT =
            Reflect.field(AsyncClient.NETWORK_THREAD, "cachedMaximumTimeToWait");
    private static final Method ERROR = Reflect.method(LOG.getType(), "error", String.class, Throwable.class);
    // Its wait is thrown through it, each time: a method by reflection would wrap that, and walk the stack for it.
    private static final MethodHandle RUN_ONCE =
            Reflect.handle(Reflect.method(AsyncClient.NETWORK_THREAD, "runOnce"), void.class, Object.class);
    private static final Method REAP =
            Reflect.method(AsyncClient.NETWORK_THREAD, "reapExpiredApplicationEvents", long.class);
    private static final Method UNCOMPLETED = Reflect.method(REAPER, "uncompletedEvents");
    private static final Method PROPAGATE = Reflect.method(DELEGATE, "maybePropagateMetadataError");
    // Since 4.0.
    private static final @Nullable Method FAIL_ON_METADATA_ERROR =
            Reflect.methodOrNull(AsyncClient.NETWORK_THREAD, "maybeFailOnMetadataError", List.class);
    // Since 4.2 with whether the client is closing.
    private static final @Nullable Method CHECK_DISCONNECTS =
            Reflect.methodOrNull(DELEGATE, "checkDisconnects", long.class, boolean.class);
    private static final Method CHECK_DISCONNECTS_BEFORE =
            CHECK_DISCONNECTS == null ? Reflect.method(DELEGATE, "checkDisconnects", long.class) : CHECK_DISCONNECTS;

    private final Object thread;
    private final LongSupplier nowMs;
    private final Object delegate;
    private final KafkaClient client;
    private final Object reaper;
    private long roundMs;

    NetworkRounds(Object thread, LongSupplier nowMs) {
        this.thread = thread;
        this.nowMs = nowMs;
        this.delegate = Reflect.get(Reflect.field(AsyncClient.NETWORK_THREAD, "networkClientDelegate"), thread);
        this.client = Reflect.get(Reflect.field(DELEGATE, "client"), delegate);
        this.reaper = Reflect.get(Reflect.field(AsyncClient.NETWORK_THREAD, "applicationEventReaper"), thread);
    }

    @Override
    public boolean goesOn() {
        return Reflect.<Boolean>get(AsyncClient.RUNNING, thread);
    }

    @Override
    public boolean run() {
        roundMs = nowMs.getAsLong();
        return attempt(() -> {
            RUN_ONCE.invokeExact(thread); // as a statement, so that it is called as one that returns nothing
        });
    }

    @Override
    public boolean endWait() {
        return attempt(() -> {
            client.poll(0, nowMs.getAsLong());
            PROPAGATE.invoke(delegate);
            if (CHECK_DISCONNECTS == null) {
                CHECK_DISCONNECTS_BEFORE.invoke(delegate, roundMs);
            } else {
                CHECK_DISCONNECTS.invoke(delegate, roundMs, false);
            }
            Reflect.set(MAXIMUM_TIME_TO_WAIT, thread, maximumTimeToWaitMs(thread, null, roundMs));
            REAP.invoke(thread, roundMs);
            if (FAIL_ON_METADATA_ERROR != null) {
                FAIL_ON_METADATA_ERROR.invoke(thread, UNCOMPLETED.invoke(reaper));
            }
        });
    }

    /**
     * Returns how long its application may wait before it polls again, as the loop of the thread reckons it.
     *
     * @param unasked a request manager that is left out
     */
    static long maximumTimeToWaitMs(Object thread, @Nullable Object unasked, long nowMs) {
        long waitMs = Long.MAX_VALUE;
        for (Object entry : Reflect.<List<?>>get(ENTRIES, Reflect.get(MANAGERS, thread))) {
            // 4.0 and older keep those that may be absent, too.
            Object present = entry instanceof Optional<?> optional ? optional.orElse(null) : entry;
            if (present instanceof RequestManager manager && manager != unasked) {
                waitMs = Math.min(waitMs, manager.maximumTimeToWait(nowMs));
            }
        }
        return waitMs;
    }

    private interface Step {
        void run() throws Throwable;
    }

    /**
     * Goes on whatever a round throws, as the loop of the thread does.
     *
     * @return whether it did not come to a wait
     */
    private boolean attempt(Step step) {
        try {
            step.run();
        } catch (ForeignThread.WaitBegun e) {
            return false;
        } catch (InvocationTargetException e) {
            goesOnAfter(e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw Reflect.missing("a round of the consumer's network thread", e);
        } catch (Throwable e) {
            goesOnAfter(e);
        }
        return true;
    }

    private void goesOnAfter(Throwable thrown) {
        String message = "Unexpected error caught in consumer network thread";
        Reflect.invoke(ERROR, Reflect.get(LOG, thread), message, thrown);
    }
}
