package io.github.groupcoordinator.internal.client.member;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.view.MemberRef;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The rebalance listener of one consumer: writes down what it is told, then tells the user's own listener, if there is
 * one.
 */
public final class RebalanceRecorder {

    private final EventLoop loop;
    private final EventSink events;
    private final String groupId;
    private final String clientId;
    private final @Nullable String groupInstanceId;
    private final MemberIdentity identity;
    private boolean muted;
    private int lastGeneration = -1;
    private String lastMemberId = "";

    public RebalanceRecorder(
            EventLoop loop,
            EventSink events,
            String groupId,
            String clientId,
            @Nullable String groupInstanceId,
            MemberIdentity identity) {
        this.loop = loop;
        this.events = events;
        this.groupId = groupId;
        this.clientId = clientId;
        this.groupInstanceId = groupInstanceId;
        this.identity = identity;
    }

    /** A crashed process runs no listener: what closing it releases is not told to anybody. */
    public void setMuted(boolean muted) {
        this.muted = muted;
    }

    /** Returns the listener to subscribe with instead of the user's own. */
    public ConsumerRebalanceListener around(@Nullable ConsumerRebalanceListener users) {
        return new Recording(users);
    }

    /**
     * Returns a listener to tasks of a streams group (KIP-1071) to subscribe with instead of Kafka Streams' own: what
     * becomes of tasks the group tells by itself, so that nothing is written down.
     *
     * @param type Kafka's interface, whose methods return nothing
     */
    public Object around(Class<?> type, Object streams) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        muted ? null : Reflect.invoke(method, streams, arguments == null ? new Object[0] : arguments));
    }

    /** Returns who it is now; asks nothing that only the thread of the application may ask. */
    public MemberRef reference() {
        String memberId = identity.generationId() >= 0 ? identity.memberId() : "";
        return new MemberRef(memberId, clientId, groupInstanceId);
    }

    private MemberRef member() {
        // A member that has lost its place may have forgotten who it was before its listener learns of it.
        if (identity.lastGenerationId() >= 0) {
            lastGeneration = identity.lastGenerationId();
            lastMemberId = identity.memberId();
        }
        return new MemberRef(lastMemberId, clientId, groupInstanceId);
    }

    /** Returns whether this is who the listener was last told as. */
    public boolean was(MemberRef member) {
        return member.clientId().equals(clientId) && member.memberId().equals(lastMemberId);
    }

    private void record(Kind kind, Collection<TopicPartition> told) {
        SortedSet<TopicPartition> partitions = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        partitions.addAll(told);
        MemberRef member = member();
        Instant at = loop.now();
        ClusterEvent event =
                switch (kind) {
                    case ASSIGNED -> new PartitionsAssigned(at, groupId, member, lastGeneration, partitions);
                    case REVOKED -> new PartitionsRevoked(at, groupId, member, lastGeneration, partitions);
                    case LOST -> new PartitionsLost(at, groupId, member, lastGeneration, partitions);
                };
        loop.progress();
        events.append(event);
    }

    private enum Kind {
        ASSIGNED,
        REVOKED,
        LOST
    }

    private final class Recording implements ConsumerRebalanceListener {
        private final @Nullable ConsumerRebalanceListener users;

        Recording(@Nullable ConsumerRebalanceListener users) {
            this.users = users;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!muted) {
                record(Kind.ASSIGNED, partitions);
                if (users != null) {
                    users.onPartitionsAssigned(partitions);
                }
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!muted) {
                record(Kind.REVOKED, partitions);
                if (users != null) {
                    users.onPartitionsRevoked(partitions);
                }
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (!muted) {
                record(Kind.LOST, partitions);
                if (users != null) {
                    users.onPartitionsLost(partitions);
                }
            }
        }
    }
}
