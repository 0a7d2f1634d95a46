package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client in this JVM that lives in virtual time: whoever drives it is told what went wrong. */
public record InMemoryClientEnd(
        String host, Consumer<ByteBuffer> toClient, Runnable onClosed, Consumer<Throwable> failures, Timers longPolls)
        implements ClientEnd {

    @Override
    public void respond(@Nullable ByteBuffer frame) {
        if (frame != null) {
            toClient.accept(frame);
        }
    }

    @Override
    public void closed() {
        onClosed.run();
    }

    @Override
    public void refused(RuntimeException why) {
        failures.accept(why);
    }

    @Override
    public Node advertised(Node node) {
        return node;
    }
}
