package io.github.groupcoordinator.judge.kafka;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;

/** Runs background work on the calling thread, as the next thing that falls due at this instant. */
final class TimerExecutor extends AbstractExecutorService {
    private final Timer timer;

    TimerExecutor(Timer timer) {
        this.timer = timer;
    }

    @Override
    public void execute(Runnable command) {
        timer.add(new TimerTask(0) {
            @Override
            public void run() {
                command.run();
            }
        });
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
