package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.ClusterTopics;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.NodeCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinator;
import io.github.groupcoordinator.internal.coordinator.group.MemberIds;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.streams.StreamsGroupConfigs;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The coordinators of a cluster: of each kind one on each node, and what the groups go by. */
final class Coordinators {
    private static final long MEMBER_ID_SEED = 0x6d656d626572L;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;

    private final GroupConfigs groupConfigs;
    private final ShareGroupConfigs shareGroupConfigs;
    private final StreamsGroupConfigs streamsGroupConfigs;
    private final CoordinatorLog groupLog;
    private final GroupCoordinators groups;
    private final TransactionCoordinators transactions;
    private final ShareCoordinators shares;
    private final SortedMap<Byte, NodeCoordinators<?>> byKeyType = new TreeMap<>();

    Coordinators(Cluster cluster, Surroundings surroundings) {
        EventSink events = surroundings.events();
        ConsumerOffsets offsets = new ConsumerOffsets(cluster);
        this.groupLog = surroundings.aroundTheLog().around(offsets, partition -> endOffsetOrNone(cluster, partition));
        this.groupConfigs = new GroupConfigs(cluster.config().groupCoordinator());
        this.shareGroupConfigs = new ShareGroupConfigs(() -> cluster.config().shareGroups(), groupConfigs::of);
        groupConfigs.configureShareGroups(shareGroupConfigs);
        this.streamsGroupConfigs =
                new StreamsGroupConfigs(() -> cluster.config().streamsGroups(), groupConfigs::of);
        groupConfigs.configureStreamsGroups(streamsGroupConfigs);
        long seed = cluster.config().shape().seed();
        MemberIds memberIds = seed == 0 ? MemberIds.seeded(MEMBER_ID_SEED) : MemberIds.drawn(seed);
        TopicCatalog catalog = new ClusterTopics(cluster.topics());
        List<GroupCoordinator> byNode = new ArrayList<>();
        for (int id = 0; id < cluster.nodes().count(); id++) {
            Timers ofNode = cluster.nodes().state(id).timers(cluster.timers());
            byNode.add(new GroupCoordinator(groupConfigs, ofNode, groupLog, memberIds::next, events, catalog));
        }
        this.groups = new GroupCoordinators(cluster, offsets, byNode, events);
        cluster.topics().listen(groups::topicChanged);
        this.transactions = TransactionCoordinators.of(cluster, groups, events);
        this.shares = ShareCoordinators.of(cluster);
        byKeyType.put(GROUP, groups);
        byKeyType.put(TRANSACTION, transactions);
        if (Apis.areShareGroupsKnown()) {
            byKeyType.put(SHARE, shares);
        }
    }

    /** Returns the offset that the next record of a partition gets, -1 if there is no such partition. */
    private static long endOffsetOrNone(Cluster cluster, TopicPartition partition) {
        PartitionLog log = cluster.topics().log(partition.topic(), partition.partition());
        return log == null ? -1 : log.logEndOffset();
    }

    GroupConfigs groupConfigs() {
        return groupConfigs;
    }

    /** Returns what share groups and their share partitions go by. */
    ShareGroupConfigs shareGroupConfigs() {
        return shareGroupConfigs;
    }

    /** Returns what streams groups go by. */
    StreamsGroupConfigs streamsGroupConfigs() {
        return streamsGroupConfigs;
    }

    /** Returns the log of the group coordinators, with what stands before it. */
    CoordinatorLog groupLog() {
        return groupLog;
    }

    GroupCoordinators groups() {
        return groups;
    }

    TransactionCoordinators transactions() {
        return transactions;
    }

    ShareCoordinators shares() {
        return shares;
    }

    /** Returns those that clients can look for, by the key type of FindCoordinator. */
    SortedMap<Byte, NodeCoordinators<?>> byKeyType() {
        return Collections.unmodifiableSortedMap(byKeyType);
    }
}
