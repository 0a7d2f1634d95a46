package io.github.groupcoordinator.internal.client.position;

import io.github.groupcoordinator.event.client.PositionReset.Reason;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/**
 * The watch on the positions that one consumer resets. It knows that a reset is under way from the requests by which
 * the client looks for the new position, and that it is done from the client's own state; so it costs nothing while
 * none is under way.
 */
public final class PositionResets implements UnaryOperator<ByteBuffer> {
    /** The position of a partition that has none. */
    public static final long NONE = -1;

    private final SubscriptionState subscriptions;
    private final Map<TopicPartition, Pending> pending = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    private Told told = (partition, reset) -> {};
    private Collection<TopicPartition> beingSought = List.of();

    /** The listener that hears of every reset once it is done. */
    public interface Told extends BiConsumer<TopicPartition, Reset> {}

    /**
     * One reset.
     *
     * @param from the position before, {@link #NONE} for none
     * @param to the new position
     * @param reason why
     */
    public record Reset(long from, long to, Reason reason) {}

    private enum Stage {
        /** The application has asked for the beginning or the end. */
        SOUGHT,
        /** The client asks whether the log was truncated. */
        VALIDATING,
        /** The client looks for the position that its policy wants. */
        RESETTING
    }

    private record Pending(Stage stage, long from, Reason reason) {}

    public PositionResets(SubscriptionState subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Says who is told of resets. */
    public void tell(Told listener) {
        told = listener;
    }

    /** Returns where the consumer is in a partition, {@link #NONE} if that is not known. */
    long positionOf(TopicPartition partition) {
        SubscriptionState.FetchPosition position =
                subscriptions.isAssigned(partition) ? subscriptions.positionOrNull(partition) : null;
        return position == null ? NONE : position.offset;
    }

    /** Called when the client has looked at an answer to a fetch from a position. */
    void looked(TopicPartition partition, long position) {
        if (position != NONE && isResetNeeded(partition)) {
            pending.put(partition, new Pending(Stage.RESETTING, position, Reason.OUT_OF_RANGE));
        }
    }

    private boolean isResetNeeded(TopicPartition partition) {
        return subscriptions.isAssigned(partition) && subscriptions.isOffsetResetNeeded(partition);
    }

    /**
     * Called before the application asks for other positions itself, so that none of them is taken for a reset.
     *
     * @param partitions none for all
     */
    public void seeking(Collection<TopicPartition> partitions) {
        settle();
        beingSought = new LinkedHashSet<>(partitions.isEmpty() ? subscriptions.assignedPartitions() : partitions);
    }

    /** Called when it has. */
    public void sought() {
        for (TopicPartition partition : beingSought) {
            if (isResetNeeded(partition)) {
                pending.put(partition, new Pending(Stage.SOUGHT, NONE, Reason.NO_OFFSET));
            } else {
                pending.remove(partition);
            }
        }
        beingSought = List.of();
    }

    /** Looks at a request that goes out, and leaves it as it is. */
    @Override
    public ByteBuffer apply(ByteBuffer frame) {
        short api = frame.getShort(frame.position());
        if (api == ApiKeys.LIST_OFFSETS.id) {
            ListOffsetsRequestData body =
                    new ListOffsetsRequestData(bodyOf(frame, ApiKeys.LIST_OFFSETS), versionOf(frame));
            body.topics().forEach(topic -> topic.partitions()
                    .forEach(each -> asks(new TopicPartition(topic.name(), each.partitionIndex()))));
        } else if (api == ApiKeys.OFFSET_FOR_LEADER_EPOCH.id) {
            OffsetForLeaderEpochRequestData body = new OffsetForLeaderEpochRequestData(
                    bodyOf(frame, ApiKeys.OFFSET_FOR_LEADER_EPOCH), versionOf(frame));
            body.topics().forEach(topic -> topic.partitions()
                    .forEach(each -> validates(new TopicPartition(topic.topic(), each.partition()))));
        }
        return frame;
    }

    private static short versionOf(ByteBuffer frame) {
        return frame.getShort(frame.position() + 2);
    }

    private static ByteBufferAccessor bodyOf(ByteBuffer frame, ApiKeys api) {
        ByteBufferAccessor in = new ByteBufferAccessor(frame.duplicate());
        new RequestHeaderData(in, api.requestHeaderVersion(versionOf(frame)));
        return in;
    }

    private void asks(TopicPartition partition) {
        if (isResetNeeded(partition) && !beingSought.contains(partition)) {
            pending.putIfAbsent(partition, new Pending(Stage.RESETTING, NONE, Reason.NO_OFFSET));
        }
    }

    private void validates(TopicPartition partition) {
        long position = positionOf(partition);
        if (position != NONE) {
            pending.put(partition, new Pending(Stage.VALIDATING, position, Reason.LOG_DIVERGED));
        }
    }

    /** Called whenever the client may have worked off an answer; tells of the resets that are done. */
    public void settle() {
        if (pending.isEmpty()) {
            return;
        }
        for (Iterator<Map.Entry<TopicPartition, Pending>> each =
                        pending.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<TopicPartition, Pending> entry = each.next();
            TopicPartition partition = entry.getKey();
            if (beingSought.contains(partition)) {
                continue;
            }
            Pending under = entry.getValue();
            long position = positionOf(partition);
            if (isResetNeeded(partition)) {
                if (under.stage() == Stage.VALIDATING) {
                    entry.setValue(new Pending(Stage.RESETTING, under.from(), Reason.LOG_TRUNCATED));
                }
                continue;
            }
            if (under.stage() == Stage.VALIDATING && position == under.from()) {
                if (subscriptions.hasValidPosition(partition)) {
                    each.remove();
                }
                continue;
            }
            each.remove();
            boolean moved =
                    under.stage() == Stage.RESETTING || under.stage() == Stage.VALIDATING && position < under.from();
            if (moved && position != NONE) {
                told.accept(partition, new Reset(under.from(), position, under.reason()));
            }
        }
    }
}
