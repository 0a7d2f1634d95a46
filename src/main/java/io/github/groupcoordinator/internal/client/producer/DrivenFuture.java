package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.ClientCall;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client's future, whose {@code get} lets virtual time pass until it is done. */
final class DrivenFuture<T> implements Future<T> {
    private final Future<T> future;
    private final ClientCall call;

    DrivenFuture(Future<T> future, ClientCall call) {
        this.future = future;
        this.call = call;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        await("Future.get()", Long.MAX_VALUE);
        return future.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        await("Future.get(" + timeout + ", " + unit + ")", unit.toMillis(timeout));
        if (!future.isDone()) {
            throw new TimeoutException("Not done within " + timeout + " " + unit + " of virtual time");
        }
        return future.get();
    }

    /** Kafka's future waits for a latch, which looks at the interrupt status whether it is open or not. */
    private void await(String name, long timeoutMs) throws InterruptedException {
        ClientTime.throwIfInterrupted();
        call.await(name, future::isDone, timeoutMs);
        ClientTime.throwIfInterrupted();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return future.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return future.isCancelled();
    }

    @Override
    public boolean isDone() {
        return future.isDone();
    }
}
