package io.github.groupcoordinator.internal.client.admin;

import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientCall;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.KafkaAdminClient;
import org.jspecify.annotations.Nullable;

/**
 * A real admin client; its I/O thread runs under the loop's baton. What is answered at the instant of the call is done
 * when that returns; whoever waits for the rest lets virtual time pass.
 */
public final class AdminClient extends AdoptedClient {
    private static final Class<?> RUNNABLE_TYPE =
            Reflect.type("org.apache.kafka.clients.admin.KafkaAdminClient$AdminClientRunnable");
    private static final Field RUNNABLE = Reflect.field(KafkaAdminClient.class, "runnable");
    private static final Field SHUTDOWN_TIME = Reflect.field(KafkaAdminClient.class, "hardShutdownTimeMs");
    private static final Field NEW_CALLS = Reflect.field(RUNNABLE_TYPE, "newCalls");
    private static final Method HAS_ACTIVE_CALLS = Reflect.method(RUNNABLE_TYPE, "hasActiveExternalCalls");

    private final Admin admin;
    private final KafkaAdminClient real;
    private final ForeignThread ioThread;
    private final ClientTime time;
    private final ClientCall call;

    AdminClient(
            ClientLife life,
            KafkaAdminClient real,
            MemorySelectable network,
            ForeignThread ioThread,
            ClientTime time,
            ClientCall call) {
        super(life, network);
        this.real = real;
        this.ioThread = ioThread;
        this.time = time;
        this.call = call;
        this.admin =
                (Admin) Proxy.newProxyInstance(Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, new Guard());
    }

    public Admin admin() {
        return admin;
    }

    @Override
    public boolean is(Object candidate) {
        return candidate == admin || candidate == real;
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        // An admin client has none.
    }

    @Override
    public void setFrozen(boolean frozen) {
        ioThread.setFrozen(frozen);
    }

    @Override
    public void closeQuietly() {
        admin.close(Duration.ofSeconds(30));
    }

    private void close(Duration timeout) {
        if (timeout.isNegative()) {
            real.close(timeout);
            return;
        }
        // Real close joins the I/O thread: let it end first. The time until which it may take is the one close sets.
        long shutdownMs = loop().nowMs()
                + Math.min(timeout.toMillis(), Duration.ofDays(365).toMillis());
        Reflect.<AtomicLong>get(SHUTDOWN_TIME, real).set(shutdownMs);
        network().wakeup();
        time.await(ioThread::hasEnded, Long.MAX_VALUE);
        real.close(timeout);
        if (!ioThread.hasEnded()) {
            // An interrupted thread does not wait; the I/O thread ends by itself.
            boolean interrupted = Thread.interrupted();
            time.await(ioThread::hasEnded, Long.MAX_VALUE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        markClosed();
        loop().unregister(ioThread);
        ioThread.release();
    }

    private boolean isAnswered() {
        if (ioThread.hasEnded()) {
            return true;
        }
        Object runnable = Reflect.get(RUNNABLE, real);
        return Reflect.<Collection<?>>get(NEW_CALLS, runnable).isEmpty()
                && !CoordinatorAccess.isTrue(Reflect.invoke(HAS_ACTIVE_CALLS, runnable));
    }

    private final class Waits implements OpenFutures.Waiting {

        @Override
        public void until(BooleanSupplier done, long timeoutMs) {
            call.await("KafkaFuture.get()", done, timeoutMs);
        }

        @Override
        public boolean isOnIoThread() {
            return ioThread.isCurrent();
        }
    }

    private final class Guard implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            String name = method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return switch (name) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> clientId().hashCode();
                    default -> describe();
                };
            }
            if (name.equals("clientInstanceId")) {
                throw new UnsupportedOperationException(
                        "clientInstanceId: client telemetry (KIP-714) is not supported yet; see docs/fidelity.md");
            }
            if (name.equals("close")) {
                Duration timeout = arguments == null ? Duration.ofMillis(Long.MAX_VALUE) : (Duration) arguments[0];
                Duration patience = call.isStopped() ? Duration.ZERO : timeout;
                call.close("close(..)", () -> AdminClient.this.close(patience));
                return null;
            }
            Object[] result = new Object[1];
            call.run(name + (arguments == null ? "()" : "(..)"), () -> {
                result[0] = invokeReal(method, arguments);
                // A thread of the application gives its turn away while it waits, so it waits once.
                time.await(AdminClient.this::isAnswered, loop().passengers() == null ? 0 : Long.MAX_VALUE);
                if (!isAnswered()) {
                    result[0] = new OpenFutures(new Waits()).in(result[0]);
                    // What Kafka composes of them for an interrupted thread is not ours.
                    time.owes(AdminClient.this, AdminClient.this::isAnswered);
                }
                return proxy;
            });
            return result[0];
        }

        private @Nullable Object invokeReal(Method method, Object @Nullable [] arguments) {
            try {
                return method.invoke(real, arguments);
            } catch (IllegalAccessException e) {
                throw Reflect.missing(method.toString(), e);
            } catch (InvocationTargetException e) {
                throw Reflect.rethrow(e.getCause());
            }
        }
    }
}
