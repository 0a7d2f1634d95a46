package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.coordinator.common.runtime.CoordinatorEvent;
import org.apache.kafka.coordinator.common.runtime.CoordinatorEventProcessor;

/** Runs the coordinator's events on the calling thread, one after the other. */
final class DirectEventProcessor implements CoordinatorEventProcessor {
    private final Deque<CoordinatorEvent> queue = new ArrayDeque<>();
    private boolean running;

    @Override
    public void enqueueLast(CoordinatorEvent event) {
        queue.addLast(event);
        drain();
    }

    @Override
    public void enqueueFirst(CoordinatorEvent event) {
        queue.addFirst(event);
        drain();
    }

    private void drain() {
        if (running) {
            return;
        }
        running = true;
        try {
            for (CoordinatorEvent event = queue.poll(); event != null; event = queue.poll()) {
                event.run();
            }
        } finally {
            running = false;
        }
    }

    @Override
    public void close() {
        queue.clear();
    }
}
