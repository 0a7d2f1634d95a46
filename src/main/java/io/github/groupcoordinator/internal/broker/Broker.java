package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.api.record.FetchHandler;
import io.github.groupcoordinator.internal.broker.api.streams.ToldStatuses;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Controller;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.StillLoading;
import io.github.groupcoordinator.internal.broker.persister.StatePersisters;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.broker.share.ShareReading;
import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import io.github.groupcoordinator.internal.broker.wire.BrokerConnection;
import io.github.groupcoordinator.internal.broker.wire.ClientEnd;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.broker.wire.Dispatcher;
import io.github.groupcoordinator.internal.broker.wire.FaultInjector;
import io.github.groupcoordinator.internal.broker.wire.InMemoryClientEnd;
import io.github.groupcoordinator.internal.broker.wire.ServedApis;
import io.github.groupcoordinator.internal.broker.wire.ServedRequest;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import io.github.groupcoordinator.internal.invariant.ShareFacts;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.event.SeenMembers;
import io.github.groupcoordinator.internal.share.event.ShareEventSource;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.SharePartitionView;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One cluster: its nodes, topics and logs, its group coordinator, and the dispatcher that answers Kafka's protocol.
 * Everything runs on the thread that calls.
 */
public final class Broker {
    private final Cluster cluster;
    private final Coordinators kinds;
    private final GroupCoordinators coordinators;
    private final TopicLifecycle topics;
    private final ClusterControl control;
    private final Dispatcher dispatcher;
    private final Consumer<Throwable> failures;
    private final ShareViews shareViews;

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
                new Surroundings(
                        events, failures, control -> faults, (log, endOffset) -> log, null, ShareSurroundings.NONE));
    }

    /** Starts a cluster. */
    public Broker(BrokerConfig config, Timers timers, Surroundings surroundings) {
        ToldStatuses toldStatuses = new ToldStatuses(timers, surroundings.events());
        SeenMembers events = new SeenMembers(toldStatuses);
        this.failures = surroundings.failures();
        this.cluster = new Cluster(config, timers);
        this.kinds = new Coordinators(cluster, surroundings.withEvents(events));
        this.coordinators = kinds.groups();
        ApiVersionTable versions = new ApiVersionTable();
        StatePersisters persisters =
                new StatePersisters(cluster, kinds.shares(), versions, this::connect, surroundings.failures());
        keepShareState(persisters, surroundings.shares().persister());
        ShareEventSource shareEvents = new ShareEventSource(events, timers);
        kinds.shares().listen(shareEvents::altered);
        ShareReading reading = surroundings.shares().reading();
        ShareLeaders shareLeaders = new ShareLeaders(
                cluster,
                reading == null
                        ? new OwnShareReading(cluster, kinds.shareGroupConfigs(), persisters, shareEvents)
                        : reading);
        this.shareViews = new ShareViews(cluster, kinds.shares(), shareLeaders, events);
        this.topics = new TopicLifecycle(cluster, kinds, shareLeaders);
        FetchHandler fetchHandler = new FetchHandler(cluster);
        Controller controller = new Controller(cluster, topics::leaderChanged);
        Handlers handlers = new Handlers(cluster, kinds, topics, shareLeaders, toldStatuses, events);
        IntConsumer forgetMemory = fetchHandler::forgetSessions;
        this.control = new ClusterControl(
                cluster,
                controller,
                coordinators,
                kinds.transactions(),
                forgetMemory
                        .andThen(handlers::forgetMemory)
                        .andThen(shareLeaders::forgetMemory)
                        .andThen(persisters::ended)
                        .andThen(kinds.shares()::ended),
                events);
        this.dispatcher = new Dispatcher(
                new ServedApis(versions, handlers.all(versions, controller, fetchHandler)),
                timers,
                failures,
                new FaultInjector(surroundings.faults().apply(control), timers, events),
                surroundings.parked(),
                new StillLoading(coordinators));
    }

    /** Says who keeps the state of share-partitions: somebody else, or each node's own persister. */
    private void keepShareState(StatePersisters persisters, @Nullable SharePersister other) {
        for (Node node : nodes()) {
            coordinators.on(node.id()).shareGroups().keepStateIn(other == null ? persisters.on(node.id()) : other);
        }
    }

    /** Creates {@code __consumer_offsets}, if it is not there yet, and lets the coordinator take it over. */
    public void createConsumerOffsets() {
        topics.create(coordinators);
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
        topics.lead(cluster.createTopic(name, partitions));
    }

    /** Deletes a topic with its records and the offsets committed for it. */
    public void deleteTopic(String name) {
        topics.delete(name);
    }

    /**
     * Deletes the records of all topics but the internal ones, as far as consumers could read them, and the groups
     * without members, with their offsets; those whose coordinator does not answer stay.
     *
     * @return the groups that stay
     */
    public List<String> reset() {
        deleteRecords();
        deleteEmptyGroups();
        return groupIds();
    }

    private void deleteRecords() {
        for (String name : topicNames()) {
            Topic topic = cluster.topics().find(name);
            for (int i = 0; topic != null && !topic.isInternal() && i < topic.partitionCount(); i++) {
                PartitionLog log = topic.log(i);
                if (log != null) {
                    log.deleteRecordsBefore(log.highWatermark());
                }
            }
        }
    }

    private void deleteEmptyGroups() {
        for (String groupId : groupIds()) {
            int node = control.coordinatorOrAny(groupId);
            if (cluster.nodes().state(node).isResponsive()) {
                // It refuses what has members by itself.
                coordinators.on(node).deleteGroups(List.of(groupId), answer -> {});
            }
        }
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

    /** Returns the offset that the next record of a partition gets. */
    public long endOffset(String topic, int partition) {
        PartitionLog log = cluster.topics().log(topic, partition);
        if (log == null) {
            throw unknown("partition " + topic + "-" + partition);
        }
        return log.logEndOffset();
    }

    /**
     * Returns how many records a consumer misses that goes on at another offset: those that are there between the two,
     * and as many as there were offsets of those that are not any more.
     *
     * @param hadOne whether it was at an offset before; otherwise it misses what is there before the other one
     */
    public long recordsSkipped(TopicPartition partition, long from, long to, boolean hadOne) {
        PartitionLog log = cluster.topics().log(partition.topic(), partition.partition());
        if (log == null || from >= to) {
            return 0;
        }
        long deleted = hadOne ? Math.max(0, Math.min(log.logStartOffset(), to) - from) : 0;
        return deleted + log.recordsBetween(from, to);
    }

    /** Returns the records of all partitions as text: a line for each batch and each of its records. */
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

    /** Returns how many members a group has; 0 if there is none. */
    public int memberCount(String groupId) {
        return coordinators.on(control.coordinatorOrAny(groupId)).memberCount(groupId);
    }

    /** Returns the members of a streams group; none if there is no such group. */
    public List<StreamsMemberView> streamsMembers(String groupId) {
        return coordinators
                .on(control.coordinatorOrAny(groupId))
                .streamsGroups()
                .observed(groupId);
    }

    /** Returns the facts by which what share partitions say is judged. */
    public ShareFacts shareFacts() {
        return new OwnShareFacts(cluster, kinds.shareGroupConfigs());
    }

    /** Returns snapshots of the partitions that a share group reads or has read. */
    public SortedMap<TopicPartition, SharePartitionView> sharePartitions(String groupId) {
        return shareViews.of(groupId);
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
