package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinator;
import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinatorConfig;
import io.github.groupcoordinator.internal.coordinator.group.MemberIds;
import io.github.groupcoordinator.internal.coordinator.group.WatchedLog;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.invariant.Invariants;
import io.github.groupcoordinator.internal.log.LogConfig;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.invariant.Invariant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Our coordinator as a cluster has it: its log beneath it, and above it the event log and the watch over the
 * invariants, which Kafka's has no counterpart to. Without the broker around it: no dispatcher, no handlers.
 */
final class OursUnderLoad implements Coordinator {
    private final EventLoop loop = new EventLoop(Instant.parse("2026-01-01T00:00:00Z"));
    private final Invariants invariants = new Invariants(
            EnumSet.noneOf(Invariant.class), new Invariants.Scene(new EventLog(loop), member -> false, violation -> {
                throw new IllegalStateException(violation);
            }));
    private final GroupCoordinator coordinator;
    private final RequestContext[] contexts = new RequestContext[1 + ApiKeys.CONSUMER_GROUP_HEARTBEAT.id];
    private EventLog events = new EventLog(loop);

    OursUnderLoad(int topicPartitions) {
        coordinator = new GroupCoordinator(
                new GroupConfigs(GroupCoordinatorConfig.defaults()),
                loop,
                new WatchedLog(new ShortLog(), loop, invariants, partition -> Long.MAX_VALUE),
                MemberIds.seeded(1),
                this::happened,
                new OneTopic(topicPartitions));
        for (int partition = 0; partition < Load.OFFSETS_PARTITIONS; partition++) {
            coordinator.load(partition, 0);
        }
    }

    /** As in a cluster. */
    private void happened(ClusterEvent event) {
        loop.progress();
        events.append(event);
        invariants.observe(event);
    }

    @Override
    public void send(ApiKeys api, short version, ApiMessage request, Consumer<ApiMessage> reply) {
        RequestContext context = context(api, version);
        if (request instanceof HeartbeatRequestData heartbeat) {
            coordinator.heartbeat(context, heartbeat, reply::accept);
        } else if (request instanceof JoinGroupRequestData join) {
            coordinator.joinGroup(context, join, reply::accept);
        } else if (request instanceof SyncGroupRequestData sync) {
            coordinator.syncGroup(context, sync, reply::accept);
        } else if (request instanceof LeaveGroupRequestData leave) {
            coordinator.leaveGroup(context, leave, reply::accept);
        } else if (request instanceof OffsetCommitRequestData commit) {
            coordinator.offsetCommit(context, commit, reply::accept);
        } else if (request instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            coordinator.consumerGroupHeartbeat(context, heartbeat, reply::accept);
        } else if (request instanceof OffsetFetchRequestData fetch) {
            OffsetFetchResponseData response = new OffsetFetchResponseData();
            fetch.groups().forEach(group -> response.groups().add(coordinator.offsetFetch(context, group, false)));
            reply.accept(response);
        } else {
            throw new IllegalArgumentException("not under load here: " + api);
        }
    }

    /** Made once, here and for Kafka's: reading a request's header is the broker's work. */
    private RequestContext context(ApiKeys api, short version) {
        RequestContext context = contexts[api.id];
        if (context == null) {
            context = new RequestContext(api, version, Load.CLIENT_ID, "/127.0.0.1");
            contexts[api.id] = context;
        }
        return context;
    }

    @Override
    public void pass(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    @Override
    public void close() {
        // Nothing runs on.
    }

    /** Appends to a log as the cluster's are, and begins a new one where no test would go on; a new event log, too. */
    private final class ShortLog implements CoordinatorLog {
        private PartitionLog log = newLog();
        private final Kept kept = new Kept();

        private static PartitionLog newLog() {
            return new PartitionLog(
                    "__consumer_offsets",
                    new LogConfig(Load.MAX_MESSAGE_BYTES, false, Long.MAX_VALUE, 3_600_000L, false));
        }

        @Override
        public void append(int partition, List<CoordinatorRecord> records) {
            List<RecordBatches.KeyValue> batch = new ArrayList<>();
            long bytes = 0;
            for (CoordinatorRecord record : records) {
                byte[] value = record.value();
                bytes += record.key().length + (value == null ? 0 : value.length);
                batch.add(new RecordBatches.KeyValue(record.key(), value));
            }
            if (kept.isFullWith(records.size(), bytes)) {
                log = newLog();
                events = new EventLog(loop);
            }
            log.append(batch, loop.nowMs());
        }

        @Override
        public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
            throw new UnsupportedOperationException("no transactions under load");
        }

        @Override
        public void append(int partition, TransactionMarker marker) {
            throw new UnsupportedOperationException("no transactions under load");
        }

        @Override
        public void replay(int partition, CoordinatorReplay each) {
            // A cluster that has just been made: nothing to load.
        }
    }

    /** The one topic that there is. */
    private static final class OneTopic implements TopicCatalog {
        private final TopicInfo orders;

        OneTopic(int partitions) {
            orders = new TopicInfo(new Uuid(1, 1), "orders", partitions);
        }

        @Override
        public TopicInfo find(String name) {
            return name.equals(orders.name()) ? orders : null;
        }

        @Override
        public TopicInfo find(Uuid id) {
            return id.equals(orders.id()) ? orders : null;
        }

        @Override
        public List<String> names() {
            return List.of(orders.name());
        }

        @Override
        public long version() {
            return 1;
        }
    }
}
