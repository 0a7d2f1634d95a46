package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.WakeupException;

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

    /** With a network thread of another speed nothing would be done yet: an interrupt is noticed in any case. */
    private void await(long timeoutMs) throws InterruptedException {
        ClientTime.throwIfInterrupted();
        if (!isDone()) {
            waits.await(this::isDone, timeoutMs);
            if (!isDone()) {
                ClientTime.throwIfInterrupted();
            }
        }
    }

    /**
     * A {@code wakeup()} that came before the call ends it, although the answer is there at once: the client looks for
     * the wakeup when it has asked and before it waits.
     */
    @Override
    public boolean completeExceptionally(Throwable thrown) {
        if (super.completeExceptionally(thrown)) {
            return true;
        }
        if (thrown instanceof WakeupException && !isCompletedExceptionally()) {
            obtrudeException(thrown);
            return true;
        }
        return false;
    }

    /**
     * Waits for the answer first: the client keeps what follows from an asynchronous commit, and asks for its end only
     * where it then waits, in a future that is not ours.
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
