package io.github.groupcoordinator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.invariant.Zombies;
import org.junit.jupiter.api.Test;

class TimelineTextTest {
    private static final String THREE_MEMBERS = """
            group billing
                            00:00:00.000  00:00:03.000    00:00:08.000  00:00:12.400  00:00:14.000  00:00:14.050    \
            00:00:14.051
            (group)         S             D generation 1                S                           D generation 2
            billing-1       J             A orders 0-3 == C =========== ============= R orders 0-3  A orders 0-2 == \
            =============
            billing-2       J             A orders 4-7 == C =========== ============= ============= R orders 4-7    A \
            orders 3-5
            audit (static)                                              J

            group billing, continued
                            00:00:14.053               00:00:20.000  00:00:25.000  00:01:00.000
            (group)                                                                S
            billing-1       ========================== Cx2 ========= ============= =============
            billing-2       ========================== ============= # =========== X ~~~~~~~~~~~
            audit (static)  A orders 6-7; refunds 0-1  ============= C % ========= =============

            group billing, continued
                            00:01:03.000                                         00:03:00.000  00:03:00.010
            (group)         D generation 3
            billing-1       R orders 0-2 A orders 0-3 ========================== ============= \
            ==========================
            audit (static)  R orders 6-7; refunds 0-1 A orders 4-7; refunds 0-1  F ~~~~~~~~~~~ A orders 4-7; refunds 0-1
            (1 more: nothing happened)

            group billing, continued
                            00:03:01.500               00:15:00.000
            (group)                                    S E empty, generation 4
            billing-1       ========================== R orders 0-3 L
            billing-2       + ! orders 3-5
            audit (static)  ! orders 4-7; refunds 0-1  R orders 4-7; refunds 0-1 L

            J  member joined
            L  member left
            X  member expired: the coordinator removed it after a timeout
            F  member fenced: its group instance id has a new holder
            A  client was assigned partitions
            R  client gave partitions up
            !  client lost partitions: it learned late that they are not its own
            C  offsets committed
            S  rebalance started
            D  rebalance done: a new generation
            E  group is empty
            #  the test disturbed the client: heartbeats paused, crashed, cut off, slowed down
            +  the test let the client go on
            %  a fault fired on one of the client's requests
            =  owns partitions, as the client sees it
            ~  believes so, but is no member any more
            """;

    @Test
    void threeMembersTakeOneBlockAfterTheOther() {
        assertThat(Timeline.of(SampleLogs.threeMembers()).toText()).isEqualTo(THREE_MEMBERS);
    }

    @Test
    void emptyLogSaysSo() {
        assertThat(Timeline.of(SampleLogs.empty()).toText()).isEqualTo("(nothing happened to any group)\n");
    }

    @Test
    void everyLineFitsTheConsole() {
        assertThat(Timeline.of(SampleLogs.fiftyMembers()).toText().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void stringIsTheText() {
        Timeline timeline = Timeline.of(SampleLogs.threeMembers());

        assertThat(timeline).hasToString(timeline.toText());
    }

    @Test
    void secondMemberOfTheSameClientIdHasALaneOfItsOwn() {
        SampleLogs t = SampleLogs.group("billing");
        t.member("app").joined(0, "app").sameClientId("app", "twin").joined(1, "twin");

        assertThat(Timeline.of(t.log).toText()).contains("app      J\n").contains("app (2)                J\n");
    }

    @Test
    void clientThatComesBackKeepsItsLane() {
        SampleLogs t = SampleLogs.group("billing");
        t.member("app").joined(0, "app").expired(45_000, "app", RebalanceReason.SESSION_TIMEOUT);
        t.sameClientId("app", "again").joined(46_000, "again");

        assertThat(Timeline.of(t.log).toText())
                .contains("app      J             X             J\n")
                .doesNotContain("(2)");
    }

    @Test
    void cooperativeAssignmentAddsToWhatIsOwned() {
        SampleLogs t = SampleLogs.group("billing");
        t.member("app").joined(0, "app").assigned(0, "app", "orders:0-3").revoked(5, "app", "orders:2-3");
        t.assigned(9, "app", "orders:7-7");
        Lane lane = story(t.log).groups().get(0).lanes().get(0);

        assertThat(lane.bars()).extracting(Bar::numbers).containsExactly("0-3", "0-1", "0-1, 7");
        assertThat(lane.rows()).isEqualTo(1);
    }

    @Test
    void partitionsOfAnExpiredMemberAreAZombiesUntilItLearnsOfIt() {
        SampleLogs t = SampleLogs.group("billing");
        t.member("app").joined(0, "app").assigned(3_000, "app", "orders:0-3");
        t.expired(48_000, "app", RebalanceReason.SESSION_TIMEOUT).lost(50_000, "app", "orders:0-3");
        Lane lane = story(t.log).groups().get(0).lanes().get(0);

        assertThat(lane.bars())
                .extracting(
                        Bar::zombie, bar -> bar.from().moment(), bar -> bar.to().moment())
                .containsExactly(tuple(false, 1, 2), tuple(true, 2, 3));
    }

    @Test
    void whatHappenedAtOneInstantStandsInItsOrder() {
        EventLog log = SampleLogs.threeMembers();
        GroupLanes group = story(log).groups().get(0);

        assertThat(group.lanes().get(0).marks().get(0).place()).isEqualTo(new Place(0, 0));
        assertThat(group.marks().get(0).place()).isEqualTo(new Place(0, 1));
        assertThat(group.lanes().get(1).marks().get(0).place()).isEqualTo(new Place(0, 2));
    }

    @Test
    void whatTheTestDidToAClientIsMarkedOnItsLaneInItsGroup() {
        SampleLogs t = SampleLogs.group("billing").member("app").joined(0, "app");
        t.disturbed(1_000, "app", "crash").recovered(2_000, "app", "resume");
        t.fault(3_000, "billing", "app", "OffsetCommit").fault(4_000, "", "app", "Fetch");
        t.fault(5_000, "audit", "app", "OffsetCommit").fault(6_000, "", "a producer", "Produce");

        assertThat(Timeline.of(t.log).toText())
                .contains("app      J             #             +             %             %\n")
                .contains("#  the test disturbed the client", "+  the test let the client go on", "%  a fault fired");
        assertThat(Timeline.of(t.log).toHtml())
                .contains("the test: crash: app<")
                .contains("fault: Produce of a producer: disconnect()"); // in the table of events
    }

    @Test
    void whatTheTestDidToABrokerIsMarkedOnEveryGroup() {
        SampleLogs t = SampleLogs.group("billing").member("app").joined(0, "app");
        t.broker(1_000, 1, "crash", false).broker(2_000, 1, "start", true);

        assertThat(Timeline.of(t.log).toText())
                .contains("(group)                B crash broker 1  U start broker 1\n")
                .contains("B  the test disturbed a broker: stopped, crashed or paused it")
                .contains("U  the test brought a broker back");
        assertThat(Timeline.of(t.log).toHtml()).contains("the test: crash: broker 1");
    }

    @Test
    void failoverIsMarkedOnTheGroupAndEndsNoPhase() {
        SampleLogs t = SampleLogs.group("billing").member("app").joined(0, "app");
        t.failedOver(1_000, 0, 2).failedOver(2_000, 2, -1);

        assertThat(Timeline.of(t.log).toText())
                .contains("V to broker 2", "V to none", "V  coordinator failed over to another broker");
        assertThat(Timeline.of(t.log).toHtml())
                .contains("coordinator failed over: broker 0 -&gt; broker 2 (__consumer_offsets-9)");
    }

    @Test
    void whatADeadProcessBelievedEndsWhenTheNextOneStarts() {
        SampleLogs t = SampleLogs.group("billing").member("app").joined(0, "app");
        t.assigned(3_000, "app", "orders:0-3").disturbed(10_000, "app", "crash");
        t.expired(48_000, "app", RebalanceReason.SESSION_TIMEOUT).restarted(50_000, "app");
        t.sameClientId("app", "again").joined(50_000, "again").assigned(53_000, "again", "orders:0-3");
        Lane lane = story(t.log).groups().get(0).lanes().get(0);

        assertThat(lane.bars())
                .extracting(
                        Bar::zombie, bar -> bar.from().moment(), bar -> bar.to().moment())
                .containsExactly(tuple(false, 1, 3), tuple(true, 3, 4), tuple(false, 5, 6));
        assertThat(Zombies.in(t.log)).isEmpty();
    }

    @Test
    void failureIsToldFirstAndMarkedAtItsInstant() {
        SampleLogs t = SampleLogs.group("billing").member("app").joined(0, "app");
        t.left(2_000, "app", null);

        assertThat(Timeline.of(t.log)
                        .failed(SampleLogs.START.plusSeconds(1), "\nexpected: 1\n was: 2")
                        .toText())
                .startsWith("failed at 00:00:01.000: expected: 1\n\n")
                .contains("         00:00:00.000  00:00:01.000  00:00:02.000\n(group)                T\n")
                .contains("T  the test failed");
    }

    @Test
    void consumerProtocolGroupWithoutALeaderIsNotEmpty() {
        SampleLogs t = SampleLogs.group("billing").member("app").joined(0, "app");
        t.completedWithoutLeader(0, RebalanceReason.MEMBER_JOINED, "app");

        assertThat(Timeline.of(t.log).toText()).contains("D generation 1").doesNotContain("empty");
    }

    private static Story story(EventLog log) {
        return Story.of(log, log.all(), null);
    }
}
