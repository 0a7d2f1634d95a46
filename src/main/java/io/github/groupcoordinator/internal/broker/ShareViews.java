package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.coordinator.share.StoredSharePartition;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.internal.share.InFlightRange;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.event.SeenMembers;
import io.github.groupcoordinator.internal.share.persister.RecordState;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import io.github.groupcoordinator.view.InFlightView;
import io.github.groupcoordinator.view.SharePartitionView;
import io.github.groupcoordinator.view.ShareRecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;

/**
 * The share partitions of a group as a test sees them: what their leaders have in memory, or else what is stored.
 */
final class ShareViews {
    private static final int UNKNOWN = -1;

    private final Cluster cluster;
    private final ShareCoordinators coordinators;
    private final ShareLeaders leaders;
    private final SeenMembers members;

    ShareViews(Cluster cluster, ShareCoordinators coordinators, ShareLeaders leaders, SeenMembers members) {
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.leaders = leaders;
        this.members = members;
    }

    /** Returns the share partitions of a group; those of topics that have been deleted are not among them. */
    SortedMap<TopicPartition, SharePartitionView> of(String groupId) {
        SortedMap<TopicPartition, SharePartitionView> views = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        for (StoredSharePartition stored : coordinators.stored(groupId)) {
            int partition = stored.key().partition();
            Topic topic = cluster.topics().find(stored.key().topicId());
            if (topic != null && topic.log(partition) != null) {
                TopicPartition named = new TopicPartition(topic.name(), partition);
                long end = topic.requireLog(partition).logEndOffset();
                SharePartition led = leaders.find(
                        topic.replicas(partition).leader(),
                        new SharePartitionKey(groupId, new TopicIdPartition(topic.id(), named)));
                views.put(named, led == null ? stored(named, end, stored) : led(named, end, led));
            }
        }
        return views;
    }

    private SharePartitionView led(TopicPartition partition, long end, SharePartition led) {
        List<InFlightView> ranges = new ArrayList<>();
        for (InFlightRange each : led.inFlight()) {
            if (each.lastOffset() >= led.startOffset() || each.state() == RecordState.ACQUIRED) {
                add(ranges, view(each, led.startOffset()));
            }
        }
        return new SharePartitionView(
                partition,
                OptionalLong.of(led.startOffset()),
                end,
                OptionalLong.of(Math.max(0, end - led.startOffset() - led.deliveryCompleteCount())),
                ranges);
    }

    private InFlightView view(InFlightRange range, long startOffset) {
        boolean acquired = range.state() == RecordState.ACQUIRED;
        return new InFlightView(
                acquired ? range.firstOffset() : Math.max(startOffset, range.firstOffset()),
                range.lastOffset(),
                state(range.state()),
                range.deliveryCount(),
                acquired ? Optional.of(members.find(range.memberId())) : Optional.empty(),
                acquired && range.lockedUntilMs() >= 0
                        ? Optional.of(Instant.ofEpochMilli(range.lockedUntilMs()))
                        : Optional.empty());
    }

    private static SharePartitionView stored(TopicPartition partition, long end, StoredSharePartition stored) {
        long start = stored.startOffset();
        int complete = stored.deliveryCompleteCount();
        List<InFlightView> ranges = new ArrayList<>();
        for (StateBatch batch : stored.batches()) {
            add(
                    ranges,
                    new InFlightView(
                            batch.firstOffset(),
                            batch.lastOffset(),
                            state(RecordState.forId(batch.deliveryState())),
                            batch.deliveryCount(),
                            Optional.empty(),
                            Optional.empty()));
        }
        return new SharePartitionView(
                partition,
                start == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(start),
                end,
                start == UNKNOWN || complete == UNKNOWN
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(0, end - start - complete)),
                ranges);
    }

    /** Joins neighbours that fare alike. */
    private static void add(List<InFlightView> ranges, InFlightView next) {
        InFlightView last = ranges.isEmpty() ? next : ranges.get(ranges.size() - 1);
        InFlightView joined = new InFlightView(
                last.firstOffset(),
                next.lastOffset(),
                next.state(),
                next.deliveryCount(),
                next.member(),
                next.lockedUntil());
        boolean alike = last.state() == next.state()
                && last.deliveryCount() == next.deliveryCount()
                && last.member().equals(next.member())
                && last.lockedUntil().equals(next.lockedUntil());
        if (last.lastOffset() + 1 == next.firstOffset() && alike) {
            ranges.set(ranges.size() - 1, joined);
        } else {
            ranges.add(next);
        }
    }

    private static ShareRecordState state(RecordState state) {
        return switch (state) {
            case AVAILABLE -> ShareRecordState.AVAILABLE;
            case ACQUIRED -> ShareRecordState.ACQUIRED;
            case ACKNOWLEDGED -> ShareRecordState.ACKNOWLEDGED;
            case ARCHIVING, ARCHIVED -> ShareRecordState.ARCHIVED;
        };
    }
}
