package io.github.groupcoordinator.judge.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** Kafka's time, moved by hand. */
final class VirtualTime implements Time {
    private long nowMs;

    VirtualTime(long nowMs) {
        this.nowMs = nowMs;
    }

    void set(long ms) {
        nowMs = ms;
    }

    @Override
    public long milliseconds() {
        return nowMs;
    }

    @Override
    public long nanoseconds() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs);
    }

    @Override
    public void sleep(long ms) {
        throw new UnsupportedOperationException("the coordinator must not sleep");
    }

    @Override
    public void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) {
        throw new UnsupportedOperationException("the coordinator must not wait");
    }
}
