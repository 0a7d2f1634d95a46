package io.github.groupcoordinator.event.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A thread of a controlled application had waited for a monitor ({@code synchronized}), got it, and ran beside the
 * thread that let go of it: a warning. Which of the two came first was up to the operating system, so the run need not
 * repeat. It happens where a thread waits for something else (a client, a sleep, a lock of {@code
 * java.util.concurrent}) while it holds a monitor that others want.
 *
 * @param thread the name of the thread
 * @param monitor the class of the monitor's object, and the thread that held it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ThreadsOverlapped(Instant at, String thread, String monitor) implements ClusterEvent {

    /** Returns the empty string: the event belongs to no group. */
    @Override
    public String groupId() {
        return "";
    }

    @Override
    public String describe() {
        return Text.oneLine("warning: thread '" + thread + "' ran beside another one after it had waited for a monitor"
                + " of " + monitor + " in a wait: which of them was first is up to the operating system, so this run"
                + " need not repeat");
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
