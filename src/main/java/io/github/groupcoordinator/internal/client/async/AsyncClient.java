package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.member.ClientInternals;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a client whose network thread is Kafka's ConsumerNetworkThread: a consumer of the consumer protocol
 * (KIP-848), or a share consumer (KIP-932). The thread is real and runs under the loop's baton. Whatever the
 * application thread asks of it, it does before the application thread goes on; where the application thread would
 * wait for more, it lets virtual time pass.
 */
public abstract class AsyncClient implements ClientInternals, DrivenCompletion.Waits {
    static final Class<?> NETWORK_THREAD =
            Reflect.type("org.apache.kafka.clients.consumer.internals.ConsumerNetworkThread");
    static final Field RUNNING = Reflect.field(NETWORK_THREAD, "running");
    private static final Field CLOSE_TIMEOUT = Reflect.field(NETWORK_THREAD, "closeTimeout");
    private static final Field PENDING_TASK =
            Reflect.field(Reflect.type("org.apache.kafka.clients.consumer.internals.WakeupTrigger"), "pendingTask");

    private final EventLoop loop;
    private final ClientTime time;
    private final MemorySelectable network;
    private final ForeignThread thread;
    private final AsyncCalls calls;
    private @Nullable Object networkThread;
    private @Nullable Object wakeupTrigger;
    private Collection<?> eventsForApplication = List.of();
    private boolean dead;
    private boolean interruptedInClose;

    /** @param defaultTimeoutMs how long a call may take that has no timeout of its own */
    protected AsyncClient(
            EventLoop loop, ClientTime time, MemorySelectable network, ForeignThread thread, long defaultTimeoutMs) {
        this.loop = loop;
        this.time = time;
        this.network = network;
        this.thread = thread;
        this.calls = new AsyncCalls(loop, time, network, defaultTimeoutMs);
        time.onWakeup(this::endThread);
    }

    /** Closes the client itself, which takes at most that long. */
    protected abstract void closeReal(Duration timeout);

    /** Lets the network thread start to work: all parts have been made. */
    protected void start(Object networkThread, Object wakeupTrigger, Collection<?> eventsForApplication) {
        this.eventsForApplication = eventsForApplication;
        this.networkThread = networkThread;
        this.wakeupTrigger = wakeupTrigger;
        time.onWakeup(this::asked);
        time.onWaitForNoTime(calls::asked);
        time.onWait(calls::aboutToWait);
        network.onChange(thread::touch);
        thread.runInItsPlace(new NetworkRounds(networkThread, loop::nowMs));
        loop.register(thread);
        loop.handOver(thread);
    }

    @Override
    public long actsOfItsOwn() {
        return thread.acts();
    }

    @Override
    public boolean hasLeftSomething() {
        return !eventsForApplication.isEmpty();
    }

    private static Object made(@Nullable Object part) {
        if (part == null) {
            throw new IllegalStateException("not yet made");
        }
        return part;
    }

    /** Returns the virtual time. */
    protected long nowMs() {
        return loop.nowMs();
    }

    /** Lets the network thread look again: it has reckoned without something how long it may sleep. */
    protected void wakeNetwork() {
        network.wakeup();
    }

    /** The application thread has asked the network thread something, or told it to end. */
    private void asked() {
        if (Boolean.FALSE.equals(Reflect.getOrNull(RUNNING, made(networkThread)))) {
            time.await(thread::hasEnded, Long.MAX_VALUE);
            interruptedInClose = Thread.currentThread().isInterrupted();
            return;
        }
        if (!dead) {
            loop.handOver(thread);
            calls.asked();
        }
    }

    /** Only a constructor that fails speaks to the network thread, to end it. */
    private void endThread() {
        time.hasten();
        loop.handOver(thread);
    }

    @Override
    public void await(BooleanSupplier done, long timeoutMs) {
        time.await(done, timeoutMs);
    }

    @Override
    public void awaitSentBefore(CompletableFuture<?> commits) {
        time.await(() -> commits.isDone() || isWakeupPending(), calls.remainingMs());
        // Whoever is interrupted is told so by the future that the client waits for next.
        if (!commits.isDone() && !isWakeupPending() && !Thread.currentThread().isInterrupted()) {
            throw new TimeoutException("Commits that were sent before were not answered in time");
        }
    }

    private boolean isWakeupPending() {
        Object task = Reflect.<AtomicReference<?>>get(PENDING_TASK, made(wakeupTrigger))
                .get();
        return task != null && task.getClass().getSimpleName().equals("WakeupFuture");
    }

    @Override
    public void setFrozen(boolean frozen) {
        thread.setFrozen(frozen);
    }

    @Override
    public void enter(String method, @Nullable Object @Nullable [] arguments) {
        calls.enter(method, arguments);
    }

    @Override
    public void belongsTo(@Nullable Thread thread) {
        // Whatever is asked of it from outside takes no lock.
    }

    @Override
    public void leave() {
        calls.leave();
    }

    @Override
    public void closeDead() {
        thread.setFrozen(false);
        // From here on the thread does not wait for anything: it is given its turns while the application thread waits.
        dead = true;
        time.hasten();
        closeReal(Duration.ZERO);
    }

    /** An application that is interrupted does not wait for the network thread, which goes on to leave the group. */
    private void endInterrupted() {
        if (interruptedInClose && !dead) {
            boolean interrupted = Thread.interrupted();
            time.await(thread::hasEnded, Long.MAX_VALUE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void ended() {
        endInterrupted();
        if (!thread.hasEnded()) {
            // Something was thrown out of close(): without the baton it would never come to rest.
            network.unplug();
            thread.setFrozen(false);
            time.hasten();
            Reflect.set(CLOSE_TIMEOUT, made(networkThread), Duration.ZERO);
            Reflect.set(RUNNING, made(networkThread), false);
            loop.handOver(thread);
        }
        loop.unregister(thread);
        thread.release();
    }
}
