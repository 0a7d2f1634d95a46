package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.judge.ClientRequest;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.ShareStateKeeper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.modern.consumer.ConsumerGroup;
import org.apache.kafka.coordinator.group.streams.StreamsGroup;
import org.apache.kafka.server.util.timer.TimerTask;

/** The judge: Kafka's own group coordinator, single-threaded, in virtual time, over an offsets topic in memory. */
public final class KafkaCoordinator implements CoordinatorUnderTest {
    private static final String PARTITIONS = "offsets.topic.num.partitions";

    private final VirtualTime time = new VirtualTime(START_MS);
    private final VirtualTimer timer = new VirtualTimer(time);
    private final Map<TopicPartition, GroupCoordinatorShard> shards = new LinkedHashMap<>();
    private final MemoryOffsetsTopic offsetsTopic;
    private final MemberOrder memberOrder;
    private final ShareStateKeeper keeper = new ShareStateKeeper(this::later);
    private final GroupCoordinatorService service;
    private final Topics topics;
    private final RequestLayer requestLayer;
    private final Map<String, String> brokerProperties;
    private final int partitions;
    private int leaderEpoch;
    private final Set<String> streamsGroups = new TreeSet<>();
    private int recordsSeen;
    private boolean undidAConversion;

    /** Starts a coordinator with these broker properties, with those faults mended that ours does not share. */
    public KafkaCoordinator(Map<String, String> brokerProperties) {
        this(brokerProperties, true);
    }

    /** Starts a coordinator, as it is or with faults mended from outside. */
    public KafkaCoordinator(Map<String, String> brokerProperties, boolean mendFaults) {
        this.brokerProperties = brokerProperties;
        partitions = Integer.parseInt(brokerProperties.getOrDefault(PARTITIONS, "2"));
        offsetsTopic = new MemoryOffsetsTopic(brokerProperties, this::replayed);
        memberOrder = new MemberOrder(offsetsTopic::arrange);
        service = ServiceFactory.create(
                brokerProperties,
                time,
                timer,
                offsetsTopic,
                shards::put,
                ServiceFactory.inOrder(memberOrder.byJoining()),
                new KeeperForKafka(keeper));
        timer.afterTask(this::observe);
        service.startup(() -> partitions);
        topics = new Topics(service::onMetadataUpdate);
        topics.begin();
        requestLayer = new RequestLayer(service, topics, mendFaults, this::isGone);
        load();
    }

    @Override
    public void submit(ClientRequest request, Consumer<ApiMessage> reply) {
        if (request.body() instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            memberOrder.compareIn(heartbeat.groupId());
        } else if (request.body() instanceof JoinGroupRequestData join) {
            memberOrder.compareIn(join.groupId());
        }
        requestLayer.handle(request, reply);
        observe();
    }

    private void replayed(TopicPartition partition, CoordinatorRecord record) {
        memberOrder.observe(record);
        JoinOrder.keep(shards.get(partition), record);
    }

    private void observe() {
        memberOrder.observeAppended(offsetsTopic.consumerMembersFrom(recordsSeen));
        undidAConversion |= offsetsTopic.classicGroupsFrom(recordsSeen).stream().anyMatch(this::isConsumerGroup);
        offsetsTopic.streamsGroupsFrom(recordsSeen, streamsGroups);
        undidAConversion |= streamsGroups.stream().anyMatch(this::isOfAnotherProtocol);
        recordsSeen = offsetsTopic.records().size();
        shards.values().forEach(memberOrder::observe);
        timer.arrange(memberOrder::rank);
    }

    private boolean isConsumerGroup(String groupId) {
        GroupCoordinatorShard shard = shards.get(offsetsPartition(service.partitionFor(groupId)));
        return shard != null && JoinOrder.groups(shard).get(groupId) instanceof ConsumerGroup;
    }

    /** A join with a member id drops an empty streams group without a record, and then its name is free. */
    private boolean isOfAnotherProtocol(String streamsGroup) {
        GroupCoordinatorShard shard = shards.get(offsetsPartition(service.partitionFor(streamsGroup)));
        Group group = shard == null ? null : JoinOrder.groups(shard).get(streamsGroup);
        return group != null && !(group instanceof StreamsGroup);
    }

    private boolean isGone(String groupId) {
        GroupCoordinatorShard shard =
                groupId.isEmpty() ? null : shards.get(offsetsPartition(service.partitionFor(groupId)));
        return shard != null && !JoinOrder.groups(shard).containsKey(groupId);
    }

    private static TopicPartition offsetsPartition(int partition) {
        return new TopicPartition("__consumer_offsets", partition);
    }

    @Override
    public long nowMs() {
        return time.milliseconds();
    }

    @Override
    public OptionalLong nextDeadlineMs() {
        return timer.nextDeadlineMs();
    }

    @Override
    public void advanceTo(long ms) {
        timer.advanceTo(ms);
    }

    @Override
    public void failover() {
        unload();
        load();
    }

    @Override
    public void unload() {
        for (int p = 0; p < partitions; p++) {
            service.onResignation(p, OptionalInt.empty());
        }
        shards.clear();
    }

    @Override
    public void startLoading() {
        unload();
        offsetsTopic.holdLoading();
        elect();
    }

    @Override
    public void load() {
        if (!offsetsTopic.finishLoading()) {
            elect();
        }
        observe();
    }

    private void elect() {
        leaderEpoch++;
        for (int p = 0; p < partitions; p++) {
            service.onElection(p, leaderEpoch);
        }
    }

    @Override
    public void failNextAppend() {
        offsetsTopic.failNext();
    }

    @Override
    public Errors completeTransaction(int partition, Marker marker) {
        CompletableFuture<Void> completed = service.completeTransaction(
                offsetsPartition(partition),
                marker.producerId(),
                marker.producerEpoch(),
                marker.coordinatorEpoch(),
                marker.committed() ? TransactionResult.COMMIT : TransactionResult.ABORT,
                marker.transactionVersion());
        return completed
                .handle((done, failure) ->
                        failure == null ? Errors.NONE : Errors.forException(RequestLayer.cause(failure)))
                .getNow(Errors.REQUEST_TIMED_OUT);
    }

    private void later(long delayMs, Runnable task) {
        timer.add(new TimerTask(delayMs) {
            @Override
            public void run() {
                task.run();
            }
        });
    }

    @Override
    public void expectOfShareState(String groupId, ShareStateKeeper.Mood mood) {
        keeper.expect(groupId, mood);
    }

    @Override
    public List<CreatableTopic> topicsToCreate() {
        return requestLayer.topicsToCreate();
    }

    @Override
    public void createTopic(String name, int partitions) {
        topics.create(name, partitions);
    }

    @Override
    public void deleteTopic(String name) {
        offsetsTopic.onlyFirstFails(true);
        topics.delete(name);
        offsetsTopic.onlyFirstFails(false);
    }

    @Override
    public void growTopic(String name, int partitions) {
        topics.grow(name, partitions);
    }

    @Override
    public void configureGroup(String groupId, Map<String, String> config) {
        Properties properties = new Properties();
        properties.putAll(config);
        service.updateGroupConfig(groupId, properties);
    }

    @Override
    public Uuid topicId(String name) {
        return topics.id(name);
    }

    @Override
    public String groupState(String groupId) {
        if (groupId.isEmpty()) {
            return "(no group id)";
        }
        GroupCoordinatorShard shard = shards.get(offsetsPartition(service.partitionFor(groupId)));
        return shard == null ? "(not loaded)" : JoinOrder.state(shard, groupId);
    }

    @Override
    public Set<String> groupsWithoutProtocol() {
        Set<String> without = new TreeSet<>();
        for (GroupCoordinatorShard shard : shards.values()) {
            JoinOrder.groups(shard).forEach((groupId, group) -> {
                if (group instanceof ClassicGroup classic && !haveProtocol(classic) && mayBeUpgraded(classic)) {
                    without.add(groupId);
                }
            });
        }
        return without;
    }

    /** Kafka looks at these first: a group that may not be upgraded refuses the heartbeat before the fault is met. */
    private boolean mayBeUpgraded(ClassicGroup group) {
        String policy = brokerProperties.getOrDefault("group.consumer.migration.policy", "bidirectional");
        int most = Integer.parseInt(
                brokerProperties.getOrDefault("group.consumer.max.size", Integer.toString(Integer.MAX_VALUE)));
        return (policy.equals("bidirectional") || policy.equals("upgrade"))
                && group.usesConsumerGroupProtocol()
                && group.numMembers() <= most;
    }

    private static boolean haveProtocol(ClassicGroup group) {
        return group.allMembers().stream().allMatch(member -> member.supportedProtocols().stream()
                .anyMatch(protocol ->
                        group.protocolName().filter(protocol.name()::equals).isPresent()));
    }

    @Override
    public boolean undidAConversion() {
        boolean undone = undidAConversion;
        undidAConversion = false;
        return undone;
    }

    @Override
    public boolean refusedTooLarge() {
        return offsetsTopic.refusedTooLarge();
    }

    @Override
    public List<AppendedRecord> appended() {
        return Collections.unmodifiableList(offsetsTopic.records());
    }

    @Override
    public void loadFrom(List<AppendedRecord> records) {
        unload();
        offsetsTopic.replace(records);
        load();
    }
}
