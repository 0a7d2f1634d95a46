package io.github.groupcoordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.share.RecordLocksTimedOut;
import io.github.groupcoordinator.event.share.RecordsAcknowledged;
import io.github.groupcoordinator.event.share.RecordsAcquired;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.SharePartitionDropped;
import io.github.groupcoordinator.event.share.SharePartitionLoaded;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The lanes of the members of a share group: records in flight, redeliveries, locks that run out. */
class ShareTimelineTest {
    private static final String GROUP = "work";
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final MemberRef SLOW = new MemberRef("m1", "slow", null);
    private static final MemberRef OTHER = new MemberRef("m2", "other", null);

    private final VirtualClock clock = InMemoryKafka.newClock();
    private final EventLog log = new EventLog(clock);

    private Instant after(long seconds) {
        return clock.startTime().plusSeconds(seconds);
    }

    private Timeline timeline() {
        log.append(new MemberJoined(after(0), GROUP, SLOW));
        log.append(new MemberJoined(after(0), GROUP, OTHER));
        log.append(new SharePartitionLoaded(after(5), GROUP, ORDERS_0, 0, 0, true));
        log.append(new RecordsAcquired(after(5), GROUP, SLOW, ORDERS_0, 0, 4, 1));
        log.append(new RecordsAcknowledged(after(6), GROUP, SLOW, ORDERS_0, 0, 0, 1));
        log.append(new RecordLocksTimedOut(after(35), GROUP, SLOW, ORDERS_0, 1, 4, 1));
        log.append(new RecordsAcquired(after(36), GROUP, OTHER, ORDERS_0, 1, 4, 2));
        log.append(new RecordsArchived(after(37), GROUP, OTHER, ORDERS_0, 1, 1, 2, RecordsArchived.Reason.REJECTED));
        log.append(new SharePartitionDropped(after(38), GROUP, ORDERS_0, 0, 3));
        log.append(new RecordsArchived(
                after(39),
                GROUP,
                new MemberRef("", "", null),
                ORDERS_0,
                2,
                2,
                2,
                RecordsArchived.Reason.LOG_START_MOVED));
        return Timeline.of(log);
    }

    @Test
    void textShowsWhoHasRecordsFromWhenToWhen() {
        assertThat(timeline().toText().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith(
                        "group work",
                        " 00:00:00.000 00:00:05.000 00:00:06.000 00:00:35.000 00:00:36.000 00:00:37.000 00:00:39.000",
                        "(group) W orders 0@2",
                        "slow J Q orders 0@0..4 K orders 0@0 Z orders 0@1..4",
                        "other J 2 orders 0@1..4 W orders 0@1");
    }

    @Test
    void pageHasABarForEachNumberOfRecordsInFlight() {
        assertThat(timeline().toHtml())
                .contains(
                        "<span>orders 0: 5 in flight</span>",
                        "<span>orders 0: 4 in flight</span>",
                        "<span>orders 0: 3 in flight</span>",
                        "orders-0: 4 records in flight at other&#10;from 00:00:36.000 to 00:00:37.000");
    }
}
