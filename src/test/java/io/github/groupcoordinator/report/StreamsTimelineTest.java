package io.github.groupcoordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.InternalTopicCreated;
import io.github.groupcoordinator.event.broker.InternalTopicRefused;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.event.group.StatusesTold;
import io.github.groupcoordinator.event.group.TasksReconciled;
import io.github.groupcoordinator.event.group.TopologyStored;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lanes of the members of a streams group: tasks of each kind, statuses, the topology and its internal topics. */
class StreamsTimelineTest {
    private static final String GROUP = "app";
    private static final String MISSING = "Internal topics are missing: app-store-changelog";
    private static final MemberRef ONE = new MemberRef("m1", "one", null);
    private static final MemberRef TWO = new MemberRef("m2", "two", null);

    private final VirtualClock clock = InMemoryKafka.newClock();
    private final EventLog log = new EventLog(clock);

    private Instant after(long seconds) {
        return clock.startTime().plusSeconds(seconds);
    }

    private static SortedSet<String> tasks(String tasks) {
        return new TreeSet<>(tasks.isEmpty() ? List.of() : List.of(tasks.split(" ")));
    }

    private void reconciled(long seconds, MemberRef member, String active, String standby, String toGiveUp) {
        log.append(new TasksReconciled(
                after(seconds),
                GROUP,
                new StreamsMemberView(
                        member, 2, MemberState.STABLE, "process", tasks(active), tasks(standby), tasks(toGiveUp))));
    }

    private void rebalance(long seconds, int generation, boolean isStart) {
        RebalanceReason reason = RebalanceReason.MEMBER_JOINED;
        log.append(
                isStart
                        ? new RebalanceStarted(after(seconds), GROUP, generation, reason, ONE)
                        : new RebalanceCompleted(
                                after(seconds), GROUP, generation, null, "sticky", new TreeMap<>(), reason, ONE));
    }

    private Timeline timeline() {
        log.append(new MemberJoined(after(0), GROUP, ONE));
        log.append(new TopologyStored(after(0), GROUP, 0, new TreeMap<>()));
        rebalance(0, 1, true);
        reconciled(0, ONE, "", "", "");
        log.append(new StatusesTold(after(0), GROUP, "m1", List.of(MISSING)));
        log.append(new InternalTopicRefused(after(0), GROUP, "app-store-changelog", "no"));
        log.append(new InternalTopicCreated(after(10), GROUP, "app-store-changelog", 4));
        log.append(new StatusesTold(after(15), GROUP, "m1", List.of()));
        reconciled(15, ONE, "0_0 0_1 0_2 1_0", "", "");
        rebalance(15, 2, false);
        log.append(new MemberJoined(after(20), GROUP, TWO));
        reconciled(25, ONE, "0_0 0_1", "0_2", "0_2 1_0");
        reconciled(25, ONE, "0_0 0_1", "0_2", "0_2 1_0");
        reconciled(30, TWO, "0_2 1_0", "", "");
        log.append(new MemberExpired(after(75), GROUP, TWO, RebalanceReason.SESSION_TIMEOUT));
        return Timeline.of(log);
    }

    @Test
    void textShowsTasksByMemberAndWhatMembersAreTold() {
        assertThat(timeline().toText().lines().map(line -> line.replaceAll(" +", " ")
                        .replaceAll("=+", "=")))
                .startsWith(
                        "group app",
                        " 00:00:00.000 00:00:10.000 00:00:15.000 00:00:20.000",
                        "(group) G epoch 0 S ? app-store-changelog M app-store-changelog D generation 2",
                        "one J I " + MISSING + " H Y 0_0-2 1_0 = =",
                        "two J")
                .containsSequence(
                        " 00:00:25.000 00:00:30.000 00:01:15.000",
                        "one Y 0_0-1, standby 0_2, gives up 0_2 1_0 = =",
                        "two Y 0_2 1_0 = X")
                .contains("= owns partitions, as the client sees it; has tasks, as the coordinator does");
    }

    @Test
    void pageHasABarForEachKindOfTasksUntilTheMemberIsGone() {
        assertThat(timeline().toHtml())
                .contains(
                        "<span>active tasks 0_0-2 1_0</span>",
                        "<span>active tasks 0_0-1</span>",
                        "<span>standby tasks 0_2</span>",
                        "<span>tasks to give up 0_2 1_0</span>",
                        "one may run 0_0-2 1_0&#10;from 00:00:15.000 to 00:00:25.000",
                        "one keeps the state up to date of 0_2&#10;from 00:00:25.000 to the end",
                        "two may run 0_2 1_0&#10;from 00:00:30.000 to 00:01:15.000",
                        "<span>streams group: standby tasks</span>")
                .doesNotContain("owned: topic");
    }
}
