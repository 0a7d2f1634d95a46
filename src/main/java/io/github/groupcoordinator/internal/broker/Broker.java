package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.api.admin.CreateAclsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DeleteAclsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeAclsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeClientQuotasHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeDelegationTokenHandler;
import io.github.groupcoordinator.internal.broker.api.admin.DescribeUserScramCredentialsHandler;
import io.github.groupcoordinator.internal.broker.api.admin.ListPartitionReassignmentsHandler;
import io.github.groupcoordinator.internal.broker.api.group.ConsumerGroupDescribeHandler;
import io.github.groupcoordinator.internal.broker.api.group.ConsumerGroupHeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.group.DeleteGroupsHandler;
import io.github.groupcoordinator.internal.broker.api.group.DescribeGroupsHandler;
import io.github.groupcoordinator.internal.broker.api.group.FindCoordinatorHandler;
import io.github.groupcoordinator.internal.broker.api.group.HeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.group.JoinGroupHandler;
import io.github.groupcoordinator.internal.broker.api.group.LeaveGroupHandler;
import io.github.groupcoordinator.internal.broker.api.group.ListGroupsHandler;
import io.github.groupcoordinator.internal.broker.api.group.OffsetCommitHandler;
import io.github.groupcoordinator.internal.broker.api.group.OffsetDeleteHandler;
import io.github.groupcoordinator.internal.broker.api.group.OffsetFetchHandler;
import io.github.groupcoordinator.internal.broker.api.group.SyncGroupHandler;
import io.github.groupcoordinator.internal.broker.api.record.DeleteRecordsHandler;
import io.github.groupcoordinator.internal.broker.api.record.FetchHandler;
import io.github.groupcoordinator.internal.broker.api.record.ListOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.record.OffsetForLeaderEpochHandler;
import io.github.groupcoordinator.internal.broker.api.record.ProduceHandler;
import io.github.groupcoordinator.internal.broker.api.share.AlterShareGroupOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.share.DeleteShareGroupOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.share.DescribeShareGroupOffsetsHandler;
import io.github.groupcoordinator.internal.broker.api.share.ShareGroupDescribeHandler;
import io.github.groupcoordinator.internal.broker.api.share.ShareGroupHeartbeatHandler;
import io.github.groupcoordinator.internal.broker.api.topic.AlterConfigsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.ApiVersionsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.AutomaticTopics;
import io.github.groupcoordinator.internal.broker.api.topic.ConfigChanges;
import io.github.groupcoordinator.internal.broker.api.topic.CreatePartitionsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.CreateTopicsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DeleteTopicsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeClusterHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeConfigsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.DescribeTopicPartitionsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.ElectLeadersHandler;
import io.github.groupcoordinator.internal.broker.api.topic.IncrementalAlterConfigsHandler;
import io.github.groupcoordinator.internal.broker.api.topic.MetadataHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.AddOffsetsToTxnHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.AddPartitionsToTxnHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.DescribeProducersHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.DescribeTransactionsHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.EndTxnHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.InitProducerIdHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.ListTransactionsHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.TxnOffsetCommitHandler;
import io.github.groupcoordinator.internal.broker.api.transaction.WriteTxnMarkersHandler;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.ClusterTopics;
import io.github.groupcoordinator.internal.broker.cluster.Controller;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.CoordinatorElections;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.StillLoading;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import io.github.groupcoordinator.internal.broker.wire.BrokerConnection;
import io.github.groupcoordinator.internal.broker.wire.ClientEnd;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.broker.wire.Dispatcher;
import io.github.groupcoordinator.internal.broker.wire.FaultInjector;
import io.github.groupcoordinator.internal.broker.wire.InMemoryClientEnd;
import io.github.groupcoordinator.internal.broker.wire.ServedRequest;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.group.DeletedTopic;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinator;
import io.github.groupcoordinator.internal.coordinator.group.MemberIds;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.GroupView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One cluster: its nodes, topics and logs, its group coordinator, and the dispatcher that answers Kafka's protocol.
 * Everything runs on the thread that calls.
 */
public final class Broker {
    private static final long MEMBER_ID_SEED = 0x6d656d626572L;

    private final Cluster cluster;
    private final ConsumerOffsets consumerOffsets;
    private final GroupCoordinators coordinators;
    private final CoordinatorElections elections;
    private final FetchHandler fetchHandler;
    private final ClusterControl control;
    private final TransactionCoordinators transactions;
    private final Dispatcher dispatcher;
    private final Consumer<Throwable> failures;
    private final CoordinatorLog coordinatorLog;
    private final GroupConfigs groupConfigs;

    /**
     * Starts a cluster.
     *
     * @param failures takes what a handler threw or refused; the driving thread rethrows it
     */
    public Broker(BrokerConfig config, Timers timers, EventSink events, Consumer<Throwable> failures) {
        this(config, timers, events, failures, request -> null);
    }

    /** Starts a cluster whose requests meet faults. */
    public Broker(
            BrokerConfig config, Timers timers, EventSink events, Consumer<Throwable> failures, FaultSource faults) {
        this(
                config,
                timers,
                new Surroundings(events, failures, control -> faults, (log, endOffset) -> log, null, null));
    }

    /** Starts a cluster. */
    public Broker(BrokerConfig config, Timers timers, Surroundings surroundings) {
        EventSink events = surroundings.events();
        this.failures = surroundings.failures();
        this.cluster = new Cluster(config, timers);
        this.consumerOffsets = new ConsumerOffsets(cluster);
        this.coordinatorLog =
                surroundings.aroundTheLog().around(consumerOffsets, partition -> endOffsetOrNone(cluster, partition));
        long seed = config.shape().seed();
        MemberIds memberIds = seed == 0 ? MemberIds.seeded(MEMBER_ID_SEED) : MemberIds.drawn(seed);
        TopicCatalog catalog = new ClusterTopics(cluster.topics());
        this.groupConfigs = new GroupConfigs(config.groupCoordinator());
        if (surroundings.shares() != null) {
            groupConfigs.configureShareGroups(surroundings.shares().configs());
        }
        List<GroupCoordinator> byNode = new ArrayList<>();
        for (Node node : nodes()) {
            Timers ofNode = cluster.nodes().state(node.id()).timers(timers);
            byNode.add(new GroupCoordinator(groupConfigs, ofNode, coordinatorLog, memberIds::next, events, catalog));
        }
        this.coordinators = new GroupCoordinators(consumerOffsets, byNode, cluster.nodes(), timers, events);
        cluster.topics().listen(coordinators::topicChanged);
        this.transactions = TransactionCoordinators.of(cluster, coordinators, events);
        this.elections = new CoordinatorElections(cluster, ConsumerOffsets.NAME, coordinators);
        this.fetchHandler = new FetchHandler(cluster);
        Controller controller = new Controller(cluster, this::leaderChanged);
        this.control = new ClusterControl(
                cluster, controller, coordinators, transactions, fetchHandler::forgetSessions, events);
        ShareSurroundings shares = surroundings.shares();
        ApiVersionTable versions = new ApiVersionTable(shares == null ? List.of() : ShareApis.all());
        this.dispatcher = new Dispatcher(
                versions,
                timers,
                failures,
                new FaultInjector(surroundings.faults().apply(control), timers, events),
                surroundings.parked(),
                new StillLoading(elections, coordinators));
        dispatcher.register(new ApiVersionsHandler(versions, config.features()));
        dispatcher.register(new ElectLeadersHandler(cluster, controller));
        registerCluster(new AutomaticTopics(cluster, events));
        registerGroups();
        registerRecords();
        registerTransactions();
        registerAdministration();
        if (shares != null) {
            registerShareGroups(shares);
        }
    }

    private void registerCluster(AutomaticTopics automaticTopics) {
        dispatcher.register(new MetadataHandler(
                cluster, this::createConsumerOffsets, this::createTransactionStates, automaticTopics));
        dispatcher.register(new DescribeClusterHandler(cluster));
        dispatcher.register(new DescribeConfigsHandler(cluster, groupConfigs));
        ConfigChanges configChanges = new ConfigChanges(cluster, groupConfigs);
        dispatcher.register(new IncrementalAlterConfigsHandler(configChanges));
        dispatcher.register(new AlterConfigsHandler(configChanges));
        dispatcher.register(new DescribeTopicPartitionsHandler(cluster));
        dispatcher.register(new CreateTopicsHandler(cluster, this::lead));
        dispatcher.register(new CreatePartitionsHandler(cluster, this::lead));
        dispatcher.register(new DeleteTopicsHandler(cluster, this::delete));
    }

    private void registerGroups() {
        dispatcher.register(new FindCoordinatorHandler(
                cluster,
                coordinators,
                consumerOffsets,
                transactions,
                this::createConsumerOffsets,
                this::createTransactionStates));
        dispatcher.register(new JoinGroupHandler(coordinators));
        dispatcher.register(new SyncGroupHandler(coordinators));
        dispatcher.register(new HeartbeatHandler(coordinators));
        dispatcher.register(new LeaveGroupHandler(coordinators));
        dispatcher.register(new ConsumerGroupHeartbeatHandler(cluster, coordinators));
        dispatcher.register(new ConsumerGroupDescribeHandler(cluster, coordinators));
        dispatcher.register(new DescribeGroupsHandler(coordinators));
        dispatcher.register(new ListGroupsHandler(coordinators));
        dispatcher.register(new DeleteGroupsHandler(coordinators));
        dispatcher.register(new OffsetCommitHandler(cluster, coordinators));
        dispatcher.register(new OffsetFetchHandler(cluster, coordinators));
        dispatcher.register(new OffsetDeleteHandler(cluster, coordinators));
    }

    private void registerShareGroups(ShareSurroundings shares) {
        for (Node node : nodes()) {
            coordinators.on(node.id()).shareGroups().keepStateIn(shares.persister());
        }
        dispatcher.register(new ShareGroupHeartbeatHandler(coordinators));
        dispatcher.register(new ShareGroupDescribeHandler(coordinators));
        dispatcher.register(new DescribeShareGroupOffsetsHandler(cluster, coordinators));
        dispatcher.register(new AlterShareGroupOffsetsHandler(coordinators));
        dispatcher.register(new DeleteShareGroupOffsetsHandler(coordinators));
    }

    private void registerRecords() {
        dispatcher.register(new ProduceHandler(cluster, transactions.verification()));
        dispatcher.register(fetchHandler);
        dispatcher.register(new ListOffsetsHandler(cluster));
        dispatcher.register(new DeleteRecordsHandler(cluster));
        dispatcher.register(new OffsetForLeaderEpochHandler(cluster));
    }

    private void registerAdministration() {
        dispatcher.register(new CreateAclsHandler());
        dispatcher.register(new DeleteAclsHandler());
        dispatcher.register(new DescribeAclsHandler());
        dispatcher.register(new DescribeClientQuotasHandler());
        dispatcher.register(new DescribeDelegationTokenHandler());
        dispatcher.register(new DescribeUserScramCredentialsHandler());
        dispatcher.register(new ListPartitionReassignmentsHandler());
    }

    private void registerTransactions() {
        dispatcher.register(new InitProducerIdHandler(transactions));
        dispatcher.register(new AddPartitionsToTxnHandler(cluster, transactions));
        dispatcher.register(new AddOffsetsToTxnHandler(transactions, coordinators));
        dispatcher.register(new EndTxnHandler(transactions));
        dispatcher.register(new TxnOffsetCommitHandler(cluster, coordinators, transactions.verification()));
        dispatcher.register(new WriteTxnMarkersHandler(transactions.markers()));
        dispatcher.register(new DescribeTransactionsHandler(transactions));
        dispatcher.register(new ListTransactionsHandler(cluster, transactions));
        dispatcher.register(new DescribeProducersHandler(cluster));
    }

    /**
     * Creates {@code __consumer_offsets}, if it is not there yet, and lets the coordinator take its partitions over.
     * Otherwise the first FindCoordinator does, which is answered COORDINATOR_NOT_AVAILABLE.
     */
    public void createConsumerOffsets() {
        if (consumerOffsets.topic() == null) {
            lead(consumerOffsets.create());
        }
    }

    private void createTransactionStates() {
        // One FindCoordinator may ask for several ids.
        if (transactions.states().topic() == null) {
            lead(transactions.states().create());
        }
    }

    /** Lets the coordinator take over what is new, if the topic is its own, whoever created or enlarged it. */
    private void lead(Topic topic) {
        elections.topicMade(topic);
        transactions.elections().topicMade(topic);
    }

    private void leaderChanged(Topic topic, int partition, int from, int to) {
        elections.leaderChanged(topic, partition, from, to);
        transactions.elections().leaderChanged(topic, partition, from, to);
    }

    /** The one place where a topic goes, with its records and the offsets committed for it. */
    private void delete(String name) {
        Topic topic = cluster.topics().delete(name);
        elections.topicDeleted(topic);
        transactions.elections().topicDeleted(topic);
        if (name.equals(ConsumerOffsets.NAME)) {
            coordinatorLog.topicDeleted();
            return;
        }
        List<DeletedTopic> deleted = new ArrayList<>();
        deleted.add(new DeletedTopic(topic.id(), name));
        coordinators.topicsDeleted(deleted);
    }

    GroupCoordinators coordinators() {
        return coordinators;
    }

    /** Returns the id of a topic, or zero if there is no such topic. */
    Uuid topicId(String name) {
        Topic topic = cluster.topics().find(name);
        return topic == null ? Uuid.ZERO_UUID : topic.id();
    }

    /** Returns how many clients a listener lets in at a time; any thread may ask. */
    public int maxConnections() {
        return cluster.config().maxConnections();
    }

    /** Returns the nodes in order of their ids. */
    public List<Node> nodes() {
        return cluster.nodes().all();
    }

    /**
     * Connects a client of this JVM to a node.
     *
     * @param clientHost what the broker sees as the client's address, for example {@code "/127.0.0.1"}
     * @param toClient takes each response frame, without its size prefix
     * @param closed run when the broker side closes the connection
     */
    public Connection connect(int nodeId, String clientHost, Consumer<ByteBuffer> toClient, Runnable closed) {
        return connect(nodeId, new InMemoryClientEnd(clientHost, toClient, closed, failures, cluster.timers()));
    }

    /**
     * Connects a client to a node.
     *
     * @throws BrokerNotAvailableException if the node is stopped
     */
    public Connection connect(int nodeId, ClientEnd client) {
        NodeState node = cluster.nodes().state(nodeId);
        if (!node.isRunning()) {
            throw new BrokerNotAvailableException("Broker " + nodeId + " is stopped");
        }
        return new BrokerConnection(node, client, dispatcher);
    }

    /** Creates a topic, as an administrator would; refuses an invalid name, a known name, and a count below 1. */
    public void createTopic(String name, int partitions) {
        if (partitions < 1) {
            throw new InvalidPartitionsException(
                    "The number of partitions of topic '" + name + "' must be at least 1, but was " + partitions);
        }
        lead(cluster.createTopic(name, partitions));
    }

    /** Deletes a topic with its records and the offsets committed for it. */
    public void deleteTopic(String name) {
        delete(name);
    }

    /** Returns the names of the topics in alphabetical order, internal ones included. */
    public List<String> topicNames() {
        return cluster.topics().names();
    }

    /** Returns how many partitions a topic has. */
    public int partitionCount(String topic) {
        Topic found = cluster.topics().find(topic);
        if (found == null) {
            throw unknown("topic '" + topic + "'");
        }
        return found.partitionCount();
    }

    /** Returns the offset that the next record of a partition gets, -1 if there is no such partition. */
    private static long endOffsetOrNone(Cluster cluster, TopicPartition partition) {
        PartitionLog log = cluster.topics().log(partition.topic(), partition.partition());
        return log == null ? -1 : log.logEndOffset();
    }

    /** Returns the offset that the next record of a partition gets. */
    public long endOffset(String topic, int partition) {
        PartitionLog log = cluster.topics().log(topic, partition);
        if (log == null) {
            throw unknown("partition " + topic + "-" + partition);
        }
        return log.logEndOffset();
    }

    /** Returns the records of all partitions as text, a line for each. */
    public List<String> storedRecords() {
        return StoredRecords.of(cluster.topics());
    }

    private UnknownTopicOrPartitionException unknown(String what) {
        return new UnknownTopicOrPartitionException(
                "There is no " + what + "; the topics are " + cluster.topics().names());
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    public GroupView group(String groupId) {
        return coordinators.on(control.coordinatorOrAny(groupId)).group(groupId);
    }

    /** Returns what moves leaders, and stops and starts nodes. */
    public ClusterControl control() {
        return control;
    }

    /** Lets a member's session time out now. */
    public void expire(String groupId, String memberId) {
        coordinators.responsive(control.coordinatorOrAny(groupId), groupId).expire(groupId, memberId);
    }

    /** Lets somebody else take a static member's place. */
    public void fence(String groupId, String memberId) {
        coordinators.responsive(control.coordinatorOrAny(groupId), groupId).fence(groupId, memberId);
    }

    /** Returns the ids of all groups, sorted. */
    public List<String> groupIds() {
        return coordinators.groupIds();
    }

    /** Returns the requests that were served so far, oldest first; a copy. */
    public List<ServedRequest> requests() {
        return dispatcher.log();
    }
}
