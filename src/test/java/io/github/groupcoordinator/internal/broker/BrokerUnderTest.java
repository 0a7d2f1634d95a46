package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.judge.ClientRequest;
import io.github.groupcoordinator.judge.Codec;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.ShareStateKeeper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Our broker as the judge sees it: every request is a frame on a connection of its own. */
public final class BrokerUnderTest implements CoordinatorUnderTest {
    private static final String PARTITIONS = "offsets.topic.num.partitions";
    private static final byte GROUP_RESOURCE = 32;
    private static final List<String> GROUP_CONFIGS = List.of(
            "consumer.session.timeout.ms",
            "consumer.heartbeat.interval.ms",
            "consumer.assignment.interval.ms",
            "share.session.timeout.ms",
            "share.heartbeat.interval.ms",
            "share.assignment.interval.ms",
            "streams.session.timeout.ms",
            "streams.heartbeat.interval.ms",
            "streams.assignment.interval.ms",
            "streams.num.standby.replicas",
            "streams.initial.rebalance.delay.ms");

    private final ManualTimers timers = new ManualTimers(START_MS);
    private final ShareStateKeeper keeper =
            new ShareStateKeeper((delayMs, task) -> timers.schedule(timers.nowMs() + delayMs, "share state", task));
    private final Broker broker;
    private final List<AppendedRecord> appended = new ArrayList<>();
    private final Map<String, List<Connection>> waiting = new LinkedHashMap<>();
    private final List<CreatableTopic> topicsToCreate = new ArrayList<>();
    private final int partitions;
    private CoordinatorLog log;
    private boolean failNextAppend;
    private boolean onlyFirstFails;

    /** Starts a broker with these properties. */
    public BrokerUnderTest(Map<String, String> brokerProperties) {
        partitions = Integer.parseInt(brokerProperties.getOrDefault(PARTITIONS, "2"));
        broker = new Broker(
                BrokerConfig.of(unverified(brokerProperties)),
                timers,
                new Surroundings(
                        event -> {},
                        BrokerUnderTest::rethrow,
                        control -> request -> null,
                        (written, endOffset) -> tap(written),
                        null,
                        new ShareSurroundings(new KeeperForOurs(keeper), null)));
        broker.createConsumerOffsets();
    }

    /** Nobody coordinates the histories' transactions: before v5 of TxnOffsetCommit, nobody need be asked. */
    private static Map<String, String> unverified(Map<String, String> brokerProperties) {
        Map<String, String> properties = new LinkedHashMap<>(brokerProperties);
        properties.put("transaction.partition.verification.enable", "false");
        return properties;
    }

    @Override
    public void expectOfShareState(String groupId, ShareStateKeeper.Mood mood) {
        keeper.expect(groupId, mood);
    }

    private CoordinatorLog tap(CoordinatorLog untapped) {
        log = new TappedLog(untapped);
        return log;
    }

    /** Returns how many records {@code __consumer_offsets} holds: fewer than were appended, once it was compacted. */
    public int recordsKept() {
        RecordCount kept = new RecordCount();
        for (int p = 0; p < partitions; p++) {
            log.replay(p, kept);
        }
        return kept.records;
    }

    private static final class RecordCount implements CoordinatorReplay {
        private int records;

        @Override
        public void record(long offset, CoordinatorRecord each, long producerId) {
            records++;
        }

        @Override
        public void marker(long producerId, boolean committed) {
            // Not a record of a group.
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new AssertionError(failure);
    }

    /** The coordinator's log, seen and disturbed from outside. */
    private final class TappedLog implements CoordinatorLog {
        private final CoordinatorLog untapped;

        TappedLog(CoordinatorLog untapped) {
            this.untapped = untapped;
        }

        @Override
        public void append(int partition, List<CoordinatorRecord> records) {
            failIfAsked(partition);
            untapped.append(partition, records);
            records.forEach(record -> appended.add(new AppendedRecord(partition, record.key(), record.value())));
        }

        @Override
        public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
            failIfAsked(partition);
            untapped.append(partition, producer, records);
            records.forEach(record -> appended.add(new AppendedRecord(partition, record.key(), record.value())));
        }

        @Override
        public void append(int partition, TransactionMarker marker) {
            failIfAsked(partition);
            untapped.append(partition, marker);
        }

        private void failIfAsked(int partition) {
            if (failNextAppend && (!onlyFirstFails || partition == 0)) {
                failNextAppend = false;
                throw new NotEnoughReplicasException("the history asked for it");
            }
        }

        @Override
        public void replay(int partition, CoordinatorReplay each) {
            untapped.replay(partition, each);
        }
    }

    @Override
    public Errors completeTransaction(int partition, Marker marker) {
        return broker.coordinators()
                .on(0)
                .completeTransaction(
                        partition,
                        new TransactionMarker(
                                marker.producerId(),
                                marker.producerEpoch(),
                                marker.committed(),
                                marker.coordinatorEpoch(),
                                marker.transactionVersion()));
    }

    @Override
    public void submit(ClientRequest request, Consumer<ApiMessage> reply) {
        ApiKeys api = request.api();
        if (request.body() instanceof StreamsGroupHeartbeatRequestData heartbeat) {
            beat(request, heartbeat, reply);
            return;
        }
        boolean[] answered = {false};
        Consumer<ByteBuffer> toClient = frame -> {
            answered[0] = true;
            reply.accept(decode(api, request.version(), frame));
        };
        Connection connection = broker.connect(0, "/127.0.0.1", toClient, () -> {
            throw new AssertionError("the broker closed the connection");
        });
        connection.receive(encode(request));
        if (!answered[0]) {
            waiting.computeIfAbsent(request.clientId(), unused -> new ArrayList<>())
                    .add(connection);
        }
    }

    /** Topics that the broker would create are kept instead: the history says when they come. */
    private void beat(ClientRequest request, StreamsGroupHeartbeatRequestData heartbeat, Consumer<ApiMessage> reply) {
        RequestContext from = new RequestContext(request.api(), request.version(), request.clientId(), "/127.0.0.1");
        broker.coordinators().on(0).streamsGroups().heartbeat(from, heartbeat, answer -> {
            topicsToCreate.addAll(answer.topicsToCreate());
            reply.accept(Codec.received(request.api(), request.version(), answer.response()));
        });
    }

    @Override
    public List<CreatableTopic> topicsToCreate() {
        List<CreatableTopic> topics = List.copyOf(topicsToCreate);
        topicsToCreate.clear();
        return topics;
    }

    @Override
    public void hangUp(String clientId) {
        List<Connection> left = waiting.remove(clientId);
        if (left != null) {
            left.forEach(Connection::close);
        }
    }

    private static ByteBuffer encode(ClientRequest request) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(request.api().id)
                .setRequestApiVersion(request.version())
                .setClientId(request.clientId());
        short headerVersion = request.api().requestHeaderVersion(request.version());
        int size = header.size(cache, headerVersion) + request.body().size(cache, request.version());
        ByteBuffer frame = ByteBuffer.allocate(size);
        header.write(new ByteBufferAccessor(frame), cache, headerVersion);
        request.body().write(new ByteBufferAccessor(frame), cache, request.version());
        return frame.flip();
    }

    private static ApiMessage decode(ApiKeys api, short version, ByteBuffer frame) {
        ByteBufferAccessor in = new ByteBufferAccessor(frame);
        ResponseHeaderData header = new ResponseHeaderData(in, api.responseHeaderVersion(version));
        ApiMessage response = api.messageType.newResponse();
        response.read(in, version);
        if (header.correlationId() != 0 || in.remaining() > 0) {
            throw new AssertionError("a frame that is not the answer: " + header + response);
        }
        return response;
    }

    @Override
    public long nowMs() {
        return timers.nowMs();
    }

    @Override
    public OptionalLong nextDeadlineMs() {
        Long deadlineMs = timers.nextDeadlineMs();
        return deadlineMs == null ? OptionalLong.empty() : OptionalLong.of(deadlineMs);
    }

    @Override
    public void advanceTo(long ms) {
        timers.advanceTo(ms);
    }

    @Override
    public void failover() {
        unload();
        load();
    }

    @Override
    public void unload() {
        for (int p = 0; p < partitions; p++) {
            broker.coordinators().on(0).unload(p);
        }
    }

    @Override
    public void startLoading() {
        unload();
        for (int p = 0; p < partitions; p++) {
            broker.coordinators().on(0).startLoading(p);
        }
    }

    @Override
    public void load() {
        for (int p = 0; p < partitions; p++) {
            broker.coordinators().on(0).load(p, 0);
        }
    }

    @Override
    public void failNextAppend() {
        failNextAppend = true;
    }

    @Override
    public void createTopic(String name, int partitions) {
        broker.createTopic(name, partitions);
    }

    @Override
    public void deleteTopic(String name) {
        onlyFirstFails = true;
        broker.deleteTopic(name);
        onlyFirstFails = false;
    }

    @Override
    public void growTopic(String name, int partitions) {
        CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(1_000);
        request.topics()
                .add(new CreatePartitionsTopic()
                        .setName(name)
                        .setCount(partitions)
                        .setAssignments(null));
        administer(ApiKeys.CREATE_PARTITIONS, request);
    }

    @Override
    public void configureGroup(String groupId, Map<String, String> config) {
        AlterConfigsResource group =
                new AlterConfigsResource().setResourceType(GROUP_RESOURCE).setResourceName(groupId);
        for (String name : GROUP_CONFIGS) {
            AlterConfigOp.OpType operation =
                    config.containsKey(name) ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE;
            group.configs()
                    .add(new AlterableConfig()
                            .setName(name)
                            .setConfigOperation(operation.id())
                            .setValue(config.get(name)));
        }
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        request.resources().add(group);
        administer(ApiKeys.INCREMENTAL_ALTER_CONFIGS, request);
    }

    private void administer(ApiKeys api, ApiMessage request) {
        submit(new ClientRequest(api, api.latestVersion(false), "admin", request), response -> {
            if (response.toString().matches(".*errorCode=[^0].*")) {
                throw new AssertionError(api + " was answered " + response);
            }
        });
    }

    @Override
    public Uuid topicId(String name) {
        return broker.topicId(name);
    }

    @Override
    public List<AppendedRecord> appended() {
        return Collections.unmodifiableList(appended);
    }

    @Override
    public void loadFrom(List<AppendedRecord> records) {
        if (!appended.isEmpty()) {
            throw new IllegalStateException("load into a broker that has seen no group yet");
        }
        unload();
        records.forEach(
                record -> log.append(record.partition(), List.of(new CoordinatorRecord(record.key(), record.value()))));
        load();
    }
}
