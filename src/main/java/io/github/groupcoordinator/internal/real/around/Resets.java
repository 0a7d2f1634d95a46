package io.github.groupcoordinator.internal.real.around;

import io.github.groupcoordinator.event.client.PositionReset.Reason;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;

/**
 * The positions that one consumer resets, seen in its own state. A reset takes a request, so a look before each look at
 * the network sees it begin, and the next one sees it end before any record is read from there.
 */
public final class Resets {
    private static final long NONE = -1;

    private final SubscriptionState subscriptions;
    private final Map<TopicPartition, Long> known = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    private final Map<TopicPartition, Long> underWay = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    private final Set<TopicPartition> sought = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    private final List<Reset> done = new ArrayList<>();

    /**
     * One reset.
     *
     * @param from the position before; negative for none
     * @param to the new position
     */
    public record Reset(TopicPartition partition, long from, long to) {
        public boolean hadPosition() {
            return from != NONE;
        }

        public Reason reason() {
            return hadPosition() ? Reason.OUT_OF_RANGE : Reason.NO_OFFSET;
        }
    }

    public Resets(SubscriptionState subscriptions) {
        this.subscriptions = subscriptions;
    }

    /**
     * The application asks for the beginning or the end itself: no reset.
     *
     * @param partitions none for all
     */
    public synchronized void seeking(Collection<TopicPartition> partitions) {
        sought.addAll(partitions.isEmpty() ? subscriptions.assignedPartitions() : partitions);
    }

    /** Looks at the consumer's state. */
    public synchronized void look() {
        Set<TopicPartition> assigned = subscriptions.assignedPartitions();
        known.keySet().retainAll(assigned);
        underWay.keySet().retainAll(assigned);
        for (TopicPartition partition : assigned) {
            if (!subscriptions.isAssigned(partition)) {
                continue;
            }
            SubscriptionState.FetchPosition position = subscriptions.positionOrNull(partition);
            if (subscriptions.isOffsetResetNeeded(partition)) {
                underWay.putIfAbsent(partition, known.getOrDefault(partition, NONE));
            } else if (position != null) {
                Long from = underWay.remove(partition);
                if (from != null && !sought.remove(partition)) {
                    done.add(new Reset(partition, from, position.offset));
                }
                known.put(partition, position.offset);
            }
        }
    }

    /** Returns those that are done, once. */
    public synchronized List<Reset> takeDone() {
        List<Reset> taken = new ArrayList<>(done);
        done.clear();
        return taken;
    }
}
