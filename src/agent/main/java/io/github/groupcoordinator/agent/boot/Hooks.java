package io.github.groupcoordinator.agent.boot;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The calls in rewritten code. Without a handler, and on threads that it does not know, each does the real thing. */
public final class Hooks {
    private static volatile @Nullable Handler handler;

    private Hooks() {}

    /** The one who decides what a call comes to; true is "done", false is "do the real thing". */
    public interface Handler {
        boolean park(long nanos);

        boolean unpark(Thread target);

        boolean sleep(long nanos) throws InterruptedException;

        boolean yieldTurn();

        boolean await(Object monitor, long millis) throws InterruptedException;

        boolean join(Thread target, long millis) throws InterruptedException;

        /** Returns {@link Long#MIN_VALUE} for the real time. */
        long nanoTime();

        /** Returns {@link Long#MIN_VALUE} for the real time. */
        long currentTimeMillis();

        /** Returns null for a real one. */
        @Nullable
        UUID randomUuid(String callSite);

        void starting(Thread thread);

        void started(Thread thread);

        void interrupting(Thread thread);

        void ending(Thread thread);

        /** Makes a client of the kind that was asked for. */
        Object client(String kind, Object config, @Nullable Object first, @Nullable Object second);

        /** Makes the consumer of a thread of Kafka Streams that is a member of a streams group. */
        Object streamsConsumer(Object config, Object keys, Object values, Object streams);
    }

    /** Sets who decides from now on. */
    public static void install(Handler next) {
        handler = next;
    }

    public static boolean park() {
        Handler current = handler;
        return current != null && current.park(-1);
    }

    public static boolean parkNanos(long nanos) {
        Handler current = handler;
        return current != null && nanos > 0 && current.park(nanos);
    }

    public static boolean parkUntil(long deadlineMs) {
        Handler current = handler;
        return current != null && current.park(Math.max(0, deadlineMs - currentTimeMillis()) * 1_000_000L);
    }

    public static boolean unpark(Thread target) {
        Handler current = handler;
        return current != null && target != null && current.unpark(target);
    }

    /** Does what the JDK's own classes do below {@link LockSupport}. */
    public static void park(Object unsafe, boolean isAbsolute, long time) {
        if (isAbsolute) {
            LockSupport.parkUntil(time);
        } else if (time == 0) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(time);
        }
    }

    public static void unpark(Object unsafe, Object thread) {
        LockSupport.unpark((Thread) thread);
    }

    public static void sleep(long millis) throws InterruptedException {
        Handler current = handler;
        if (current == null || !current.sleep(millis * 1_000_000L)) {
            Thread.sleep(millis);
        }
    }

    public static void sleep(long millis, int nanos) throws InterruptedException {
        Handler current = handler;
        if (current == null || !current.sleep(millis * 1_000_000L + nanos)) {
            Thread.sleep(millis, nanos);
        }
    }

    public static void sleep(Duration duration) throws InterruptedException {
        sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
    }

    public static void yield() {
        Handler current = handler;
        if (current == null || !current.yieldTurn()) {
            Thread.yield();
        }
    }

    public static void onSpinWait() {
        Handler current = handler;
        if (current == null || !current.yieldTurn()) {
            Thread.onSpinWait();
        }
    }

    public static void await(Object monitor) throws InterruptedException {
        await(monitor, 0);
    }

    public static void await(Object monitor, long millis) throws InterruptedException {
        Handler current = handler;
        if (current == null || !current.await(monitor, millis)) {
            monitor.wait(millis);
        }
    }

    public static void await(Object monitor, long millis, int nanos) throws InterruptedException {
        await(monitor, nanos > 0 ? millis + 1 : millis);
    }

    public static boolean join(Thread target, long millis) throws InterruptedException {
        Handler current = handler;
        return current != null && millis >= 0 && current.join(target, millis);
    }

    public static long nanoTime() {
        Handler current = handler;
        long virtual = current == null ? Long.MIN_VALUE : current.nanoTime();
        return virtual == Long.MIN_VALUE ? System.nanoTime() : virtual;
    }

    public static long currentTimeMillis() {
        Handler current = handler;
        long virtual = current == null ? Long.MIN_VALUE : current.currentTimeMillis();
        return virtual == Long.MIN_VALUE ? System.currentTimeMillis() : virtual;
    }

    /** Returns what {@code Clock} adds to a number of seconds; in milliseconds, which is all that virtual time has. */
    public static long nanoTimeAdjustment(long offsetSeconds) {
        return (currentTimeMillis() - offsetSeconds * 1000) * 1_000_000L;
    }

    public static UUID randomUUID(String callSite) {
        Handler current = handler;
        @Nullable UUID drawn = current == null ? null : current.randomUuid(callSite);
        return drawn == null ? UUID.randomUUID() : drawn;
    }

    public static void starting(Thread thread) {
        Handler current = handler;
        if (current != null) {
            current.starting(thread);
        }
    }

    public static void started(Thread thread) {
        Handler current = handler;
        if (current != null) {
            current.started(thread);
        }
    }

    public static void interrupting(Thread thread) {
        Handler current = handler;
        if (current != null) {
            current.interrupting(thread);
        }
    }

    public static void ending(Thread thread) {
        Handler current = handler;
        if (current != null) {
            current.ending(thread);
        }
    }

    public static Object client(Object config, @Nullable Object first, @Nullable Object second, String kind) {
        Handler current = handler;
        if (current == null) {
            throw new IllegalStateException("rewritten before there was a handler");
        }
        return current.client(kind, config, first, second);
    }

    public static Object streamsConsumer(Object config, Object keys, Object values, Object streams) {
        Handler current = handler;
        if (current == null) {
            throw new IllegalStateException("rewritten before there was a handler");
        }
        return current.streamsConsumer(config, keys, values, streams);
    }

    public static Object client(Object config, String kind) {
        return client(config, null, null, kind);
    }
}
