package io.github.groupcoordinator.judge.kafka;

import java.util.concurrent.ScheduledFuture;
import org.apache.kafka.server.util.Scheduler;

/** A scheduler of a log that runs nothing: what Kafka does in the background is done by the test. */
final class NeverScheduler implements Scheduler {
    @Override
    public void startup() {}

    @Override
    public void shutdown() {}

    @Override
    public ScheduledFuture<?> schedule(String name, Runnable task, long delayMs, long periodMs) {
        return null;
    }

    @Override
    public void resizeThreadPool(int newSize) {}
}
