package io.github.groupcoordinator.internal.coordinator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.schedule.ManualTimers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionCheckTest {
    private static final long INTERVAL_MS = 600_000;

    private final ManualTimers timers = new ManualTimers(0);
    private final RetentionCheck.Loaded loaded = new RetentionCheck.Loaded();
    private final List<String> checked = new ArrayList<>();

    private RetentionCheck load(String partition) {
        RetentionCheck check = new RetentionCheck(
                new RetentionCheck.Place(loaded, partition),
                timers,
                INTERVAL_MS,
                () -> true,
                () -> checked.add(partition + " at " + timers.nowMs()));
        check.begin();
        return check;
    }

    @Test
    void checksOfOneMillisecondComeInTheOrderOfTheLoads() {
        RetentionCheck first = load("first");
        RetentionCheck second = load("second");
        second.await();
        first.await();
        timers.advanceTo(2 * INTERVAL_MS);
        assertThat(checked)
                .containsExactly("first at 600000", "second at 600000", "first at 1200000", "second at 1200000");
    }

    @Test
    void checksOfOtherMillisecondsStayWhereTheyAre() {
        RetentionCheck first = load("first");
        timers.advanceTo(1);
        RetentionCheck second = load("second");
        second.await();
        first.await();
        timers.advanceTo(INTERVAL_MS);
        assertThat(checked).containsExactly("first at 600000");
        timers.advanceTo(INTERVAL_MS + 1);
        assertThat(checked).containsExactly("first at 600000", "second at 600001");
    }

    @Test
    void partitionThatIsLoadedAgainComesLast() {
        RetentionCheck givenUp = load("given up");
        load("other").await();
        givenUp.await();
        givenUp.end();
        load("loaded again").await();
        timers.advanceTo(INTERVAL_MS);
        assertThat(checked).containsExactly("other at 600000", "loaded again at 600000");
    }
}
