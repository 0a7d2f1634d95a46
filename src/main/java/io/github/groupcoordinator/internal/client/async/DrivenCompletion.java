package io.github.groupcoordinator.internal.client.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** A client's own future, of which it waits for the outcome by letting virtual time pass. */
final class DrivenCompletion<T> extends CompletableFuture<T> {

    /** The way in which the client waits. */
    interface Waits {

        /** Lets time pass until the condition holds, at most for the timeout. */
        void await(BooleanSupplier done, long timeoutMs);

        /** Lets time pass until commits that were sent without waiting are done, for as long as the call may take. */
        void awaitSentBefore(CompletableFuture<?> commits);
    }

    private final Waits waits;
    private final boolean derived;

    DrivenCompletion(Waits waits) {
        this(waits, false);
    }

    private DrivenCompletion(Waits waits, boolean derived) {
        this.waits = waits;
        this.derived = derived;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        await(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        await(unit.toMillis(timeout));
        if (!isDone()) {
            throw new TimeoutException();
        }
        return super.get();
    }

    private void await(long timeoutMs) throws InterruptedException {
        if (!isDone()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waits.await(this::isDone, timeoutMs);
        }
    }

    /**
     * What follows from an asynchronous commit is kept by the client, and asked for its end only by somebody who then
     * waits, in a future that is not ours.
     */
    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        if (derived && !isDone()) {
            waits.awaitSentBefore(this);
        }
        return super.whenComplete(action);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new DrivenCompletion<>(waits, true);
    }
}
