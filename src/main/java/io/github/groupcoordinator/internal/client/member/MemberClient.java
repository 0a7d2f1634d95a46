package io.github.groupcoordinator.internal.client.member;

import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A real client that is a member of groups. Between the client and its own delegate sits a guard that enters the loop
 * for every call and notices {@code close()}.
 */
public abstract class MemberClient extends AdoptedClient {
    private final ClientTime time;
    private final ClientInternals internals;
    private volatile @Nullable Thread owner;

    protected MemberClient(ClientLife life, ClientTime time, MemorySelectable network, ClientInternals internals) {
        super(life, network);
        this.time = time;
        this.internals = internals;
    }

    /** Returns a guard before the client's own delegate, as which it is to be put into the client. */
    protected final Object guardOf(Class<?> delegateType, Object real) {
        return Proxy.newProxyInstance(delegateType.getClassLoader(), new Class<?>[] {delegateType}, new Guard(real));
    }

    /** Calls the delegate itself; whoever has more to say about a call of the application does it here. */
    protected @Nullable Object call(Method method, Object real, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Called after each call of the application, whatever came of it. */
    protected void called() {
        // Most have nothing to do then.
    }

    /** Called after each {@code wakeup()}, on any thread. */
    protected void woken() {
        // Most have nothing to do then.
    }

    /** Returns the thread of the application that uses it, null if that is the driver's. */
    public @Nullable Thread owner() {
        return owner;
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        internals.setHeartbeatsPaused(paused);
    }

    @Override
    public void setFrozen(boolean frozen) {
        internals.setFrozen(frozen);
    }

    @Override
    public void crash() {
        super.crash();
        stopThread();
    }

    @Override
    public void pause(boolean forAWhile) {
        super.pause(forAWhile);
        stopThread();
    }

    private void stopThread() {
        Passengers threads = loop().passengers();
        Thread thread = owner;
        if (threads != null && thread != null) {
            threads.stopWhile(thread, () -> isStopped() && !isClosed());
        }
    }

    /** Clears away what is left of a process that has crashed, or is killed while it hangs: its group hears nothing. */
    protected void closeDead() {
        network().unplug();
        internals.closeDead();
    }

    /** Clears away what is left of it: it is closed from now on. */
    protected void ended() {
        markClosed();
        internals.ended();
        network().close();
    }

    private final class Guard implements InvocationHandler {
        private final Object real;

        Guard(Object real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return objectMethod(proxy, name, arguments);
            }
            if (name.equals("wakeup")) {
                method.invoke(real);
                woken();
                return null;
            }
            String call = name + (arguments == null ? "()" : "(..)");
            try (Calls.Inside entered = life().enter(call)) {
                Object result = inLoop(call, method, arguments);
                loop().throwIfFailed();
                return result;
            }
        }

        private @Nullable Object inLoop(String call, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            String outerCall = life().name(call);
            long outerEndless = time.setEndlessSince(isEndless(arguments) ? loop().nowMs() : Long.MAX_VALUE);
            try {
                take(name);
                internals.enter(name, arguments);
                if (name.equals("close") && isStopped()) {
                    closeDead();
                    return null;
                }
                requireNotStopped(call);
                refuseUnsupported(name);
                return inOrder(name, call(method, real, arguments));
            } finally {
                called();
                life().name(outerCall);
                time.setEndlessSince(outerEndless);
                if (name.equals("close")) {
                    ended();
                }
                internals.leave();
            }
        }

        /** Whoever calls it, uses it: an application may make it on one thread and poll it on another. */
        private void take(String name) {
            Passengers threads = loop().passengers();
            if (threads != null && !name.equals("close")) {
                Thread caller = threads.current();
                if (caller != owner) {
                    owner = caller;
                    internals.belongsTo(caller);
                }
            }
        }

        /** The set of topics that Kafka returns is salted by the JDK: in another order in each JVM. */
        private @Nullable Object inOrder(String method, @Nullable Object result) {
            return method.equals("subscription") && result instanceof Set<?> topics
                    ? Collections.unmodifiableSet(new TreeSet<>(topics))
                    : result;
        }

        private boolean isEndless(Object @Nullable [] arguments) {
            return arguments != null
                    && arguments.length > 0
                    && arguments[arguments.length - 1] instanceof Duration timeout
                    && EventLoop.isEndless(timeout);
        }

        private void refuseUnsupported(String method) {
            if (method.equals("clientInstanceId")) {
                throw new UnsupportedOperationException(
                        "clientInstanceId: client telemetry (KIP-714) is not supported yet; see docs/fidelity.md");
            }
        }

        private Object objectMethod(Object proxy, String name, Object @Nullable [] arguments) {
            return switch (name) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> clientId().hashCode();
                default -> describe();
            };
        }
    }
}
