package io.github.groupcoordinator.internal.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeTimersTest {
    private final ManualTimers time = new ManualTimers(0);
    private final NodeState node = new NodeState(new Node(0, "localhost", 9092));
    private final Timers timers = node.timers(time);
    private final List<String> ran = new ArrayList<>();

    @Test
    void timerThatIsMovedRunsAtItsNewDeadlineOnly() {
        Timers.Timer session = timers.schedule(10, "session", () -> ran.add("session"));
        assertThat(session.reschedule(20)).isTrue();
        time.advanceTo(19);
        assertThat(ran).isEmpty();
        time.advanceTo(20);
        assertThat(ran).containsExactly("session");
        assertThat(session.reschedule(30)).isFalse();
    }

    @Test
    void timerThatFellDueWhileTheNodeIsPausedCannotBeMovedAndRunsWhenItGoesOn() {
        Timers.Timer session = timers.schedule(10, "session", () -> ran.add("session"));
        node.pause();
        time.advanceTo(15);
        assertThat(session.reschedule(30)).isFalse();
        assertThat(ran).isEmpty();
        node.resume();
        assertThat(ran).containsExactly("session");
    }

    @Test
    void timerThatFellDueWhileTheNodeIsPausedCanStillBeCancelled() {
        Timers.Timer session = timers.schedule(10, "session", () -> ran.add("session"));
        node.pause();
        time.advanceTo(15);
        assertThat(session.cancel()).isTrue();
        node.resume();
        assertThat(ran).isEmpty();
    }

    @Test
    void timerThatIsMovedWhileTheNodeIsPausedWaitsForItsNewDeadline() {
        Timers.Timer session = timers.schedule(10, "session", () -> ran.add("session"));
        node.pause();
        time.advanceTo(5);
        assertThat(session.reschedule(20)).isTrue();
        time.advanceTo(15);
        node.resume();
        assertThat(ran).isEmpty();
        time.advanceTo(20);
        assertThat(ran).containsExactly("session");
    }
}
