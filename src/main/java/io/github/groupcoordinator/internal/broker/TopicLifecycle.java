package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.CoordinatorElections;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.group.DeletedTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The making, leading and deleting of topics; the coordinators whose topic it is follow at once. */
final class TopicLifecycle {
    private final Cluster cluster;
    private final ConsumerOffsets consumerOffsets;
    private final CoordinatorLog coordinatorLog;
    private final GroupCoordinators coordinators;
    private final TransactionCoordinators transactions;
    private final CoordinatorElections elections;
    private final @Nullable ShareLeaders shareLeaders;

    TopicLifecycle(
            Cluster cluster,
            ConsumerOffsets consumerOffsets,
            CoordinatorLog coordinatorLog,
            GroupCoordinators coordinators,
            TransactionCoordinators transactions,
            @Nullable ShareLeaders shareLeaders) {
        this.cluster = cluster;
        this.consumerOffsets = consumerOffsets;
        this.coordinatorLog = coordinatorLog;
        this.coordinators = coordinators;
        this.transactions = transactions;
        this.shareLeaders = shareLeaders;
        this.elections = new CoordinatorElections(cluster, ConsumerOffsets.NAME, coordinators);
    }

    CoordinatorElections elections() {
        return elections;
    }

    /**
     * Creates {@code __consumer_offsets}, if it is not there yet, and lets the coordinator take its partitions over.
     * Otherwise the first FindCoordinator does, which is answered COORDINATOR_NOT_AVAILABLE.
     */
    void createConsumerOffsets() {
        if (consumerOffsets.topic() == null) {
            lead(consumerOffsets.create());
        }
    }

    /** Does the same for {@code __transaction_state}. */
    void createTransactionStates() {
        // One FindCoordinator may ask for several ids.
        if (transactions.states().topic() == null) {
            lead(transactions.states().create());
        }
    }

    /** Lets the coordinator take over what is new, if the topic is its own, whoever created or enlarged it. */
    void lead(Topic topic) {
        elections.topicMade(topic);
        transactions.elections().topicMade(topic);
    }

    /** Lets the coordinators whose topic it is move with a partition's leader. */
    void leaderChanged(Topic topic, int partition, int from, int to) {
        elections.leaderChanged(topic, partition, from, to);
        transactions.elections().leaderChanged(topic, partition, from, to);
        if (shareLeaders != null) {
            shareLeaders.leaderChanged(topic, partition, from);
        }
    }

    /** The one place where a topic goes, with its records and the offsets committed for it. */
    void delete(String name) {
        Topic topic = cluster.topics().delete(name);
        elections.topicDeleted(topic);
        transactions.elections().topicDeleted(topic);
        if (shareLeaders != null) {
            shareLeaders.topicDeleted(topic);
        }
        if (name.equals(ConsumerOffsets.NAME)) {
            coordinatorLog.topicDeleted();
            return;
        }
        List<DeletedTopic> deleted = new ArrayList<>();
        deleted.add(new DeletedTopic(topic.id(), name));
        coordinators.topicsDeleted(deleted);
    }
}
