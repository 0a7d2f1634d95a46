package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.cluster.Interposed;
import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.fault.FaultSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three real share consumers share work of all kinds, one of them crashes with records in its hands, and somebody fails
 * over once, after one of the requests in turn: the share coordinator, the group coordinator, or the leader of what is
 * read. Whatever the point, no record is lost, and none is archived before it was rejected or delivered five times.
 *
 * <p>Kafka's own faults at a failover of the leader, which are declared and kept: what is acquired comes to another one
 * before its lock has run out; a delivery that was not written is not counted, so a record can come more often than the
 * limit; an acknowledgement that the old leader no longer takes fails, and the record comes again; and with
 * {@code latest}, what was acquired and never acknowledged is skipped.
 *
 * <p>Each build plays one point in twenty; {@code -Dshare.failover.every=1} plays all of them, about 250 stories.
 */
class ShareFailoverAtEveryPointTest {
    private static final int EVERY = Integer.getInteger("share.failover.every", 20);
    private static final int NEVER = Integer.MAX_VALUE;

    /** The one that fails over. */
    enum Party {
        SHARE_COORDINATOR,
        GROUP_COORDINATOR,
        LEADER;

        private void failOver(InMemoryKafka kafka) {
            switch (this) {
                case SHARE_COORDINATOR ->
                    kafka.partition("__share_group_state", 0).failover();
                case GROUP_COORDINATOR -> kafka.coordinator(SharedWork.GROUP).failover();
                case LEADER -> kafka.partition(SharedWork.TOPIC, 0).failover();
            }
        }
    }

    /** Counts requests, and lets somebody fail over when the one after the chosen one comes. */
    private static final class Point implements FaultSource {
        private final int chosen;
        private @Nullable Runnable failover;
        private int seen;
        private boolean failedOver;
        private String after = "no request";

        Point(int chosen) {
            this.chosen = chosen;
        }

        @Override
        public @Nullable FaultEffect decide(ArrivedRequest request) {
            if (failover == null) {
                return null;
            }
            if (seen == chosen) {
                after = request.api() + " of " + request.clientId();
            } else if (seen == chosen + 1) {
                failedOver = true;
                failover.run();
            }
            seen++;
            return null;
        }

        @Override
        public String toString() {
            return "after request " + chosen + ", " + after;
        }
    }

    /** Tells the story; returns how many points there were until all of the work was done. */
    private static int tell(Party party, Point point) throws Exception {
        try (SharedWork work = new SharedWork(new Interposed(faults -> point, log -> log), "earliest")) {
            work.produce("accept 1", "accept 2", "poison 3", "retry 4", "reject 5", "renew 6");
            point.failover = () -> party.failOver(work.kafka());
            KafkaShareConsumer<String, String> one = work.consumer("one");
            KafkaShareConsumer<String, String> two = work.consumer("two");
            KafkaShareConsumer<String, String> three = work.consumer("three");
            for (int round = 0; round < 4; round++) {
                List.of(one, two, three).forEach(work::work);
            }
            work.produce("accept 7", "retry 8", "renew 9");
            work.take(three);
            work.crash(three);
            work.untilDone(one, two);
            int points = point.seen;
            point.failover = null;
            work.assertDone();
            return points;
        }
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void nothingIsLostOrArchivedEarly(Party party) throws Exception {
        int points = tell(party, new Point(NEVER));
        List<String> notFailedOver = new ArrayList<>();
        for (int chosen = party.ordinal(); chosen < points - 1; chosen += EVERY) {
            Point point = new Point(chosen);
            try {
                tell(party, point);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with a failover of the " + party + " " + point, e);
            }
            if (!point.failedOver) {
                notFailedOver.add(point.toString());
            }
        }
        assertThat(notFailedOver).isEmpty();
        assertThat(points).isGreaterThan(80);
    }

    @Test
    void withLatestTheNextLeaderSkipsWhatWasAcquiredAndNeverAcknowledged() throws Exception {
        assertThat(deliveredAfterTheLeadersFailover("earliest"))
                .containsEntry("accept 1", List.of("x1 taken", "x1 accept"));
        assertThat(deliveredAfterTheLeadersFailover("latest")).containsEntry("accept 1", List.of("x1 taken"));
    }

    private static Map<String, List<String>> deliveredAfterTheLeadersFailover(String reset) throws Exception {
        try (SharedWork work = new SharedWork(Interposed.NOTHING, reset)) {
            KafkaShareConsumer<String, String> one = work.consumer("one");
            KafkaShareConsumer<String, String> two = work.consumer("two");
            for (int round = 0; round < 10; round++) {
                work.work(one);
            }
            work.produce("accept 1");
            work.take(one);
            work.kafka().partition(SharedWork.TOPIC, 0).failover();
            for (int round = 0; round < 60; round++) {
                work.work(two);
            }
            return work.histories();
        }
    }
}
