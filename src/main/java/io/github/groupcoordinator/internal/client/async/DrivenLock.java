package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a consumer's buffer of fetched records, and its one condition: waiting for records lets virtual time
 * pass. It stays a lock, because {@code wakeup()} comes from any thread.
 */
public final class DrivenLock implements Lock, Condition {
    private final ReentrantLock lock = new ReentrantLock();
    private final ClientTime time;
    private volatile boolean signalled;

    private DrivenLock(ClientTime time) {
        this.time = time;
    }

    /** Puts one into the buffer, in the place of its own. */
    public static void into(Object buffer, ClientTime time) {
        DrivenLock driven = new DrivenLock(time);
        int places = 0;
        for (Field field : buffer.getClass().getDeclaredFields()) {
            if (field.getType() == Lock.class || field.getType() == Condition.class) {
                field.setAccessible(true);
                Reflect.set(field, buffer, driven);
                places++;
            }
        }
        if (places != 2) {
            throw Reflect.missing(
                    "the lock and the condition of " + buffer.getClass().getSimpleName() + " (found " + places + ")",
                    null);
        }
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        ClientTime.throwIfInterrupted();
        signalled = false;
        lock.unlock();
        try {
            time.await(() -> signalled, unit.toMillis(timeout));
        } finally {
            lock.lock();
        }
        if (!signalled) {
            ClientTime.throwIfInterrupted();
        }
        return signalled;
    }

    @Override
    public void signal() {
        signalled = true;
    }

    @Override
    public void signalAll() {
        signalled = true;
    }

    @Override
    public void lock() {
        lock.lock();
    }

    @Override
    public void unlock() {
        lock.unlock();
    }

    @Override
    public boolean tryLock() {
        return lock.tryLock();
    }

    @Override
    public Condition newCondition() {
        return this;
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) {
        throw unused();
    }

    @Override
    public void lockInterruptibly() {
        throw unused();
    }

    @Override
    public void await() {
        throw unused();
    }

    @Override
    public void awaitUninterruptibly() {
        throw unused();
    }

    @Override
    public long awaitNanos(long nanosTimeout) {
        throw unused();
    }

    @Override
    public boolean awaitUntil(Date deadline) {
        throw unused();
    }

    private static IllegalStateException unused() {
        return Reflect.missing("a buffer that waits with await(long, TimeUnit) only", null);
    }
}
