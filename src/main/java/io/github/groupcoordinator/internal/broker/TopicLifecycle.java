package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.NodeCoordinators;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.group.DeletedTopic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The making, leading and deleting of topics; the coordinators whose topic it is follow at once. */
final class TopicLifecycle {
    private final Cluster cluster;
    private final Coordinators coordinators;
    private final ShareLeaders shareLeaders;

    TopicLifecycle(Cluster cluster, Coordinators coordinators, ShareLeaders shareLeaders) {
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.shareLeaders = shareLeaders;
    }

    /**
     * Creates the topic of coordinators, if it is not there yet, and lets them take its partitions over. Otherwise the
     * first FindCoordinator does, which is answered COORDINATOR_NOT_AVAILABLE.
     */
    void create(NodeCoordinators<?> kind) {
        // One FindCoordinator may ask for several keys.
        if (kind.topic().topic() == null) {
            lead(kind.topic().create());
        }
    }

    /** Creates the topic of coordinators that has this name, if there is one; returns whether there is. */
    boolean createInternal(String name) {
        for (NodeCoordinators<?> kind : coordinators.byKeyType().values()) {
            if (kind.topic().name().equals(name)) {
                create(kind);
                return true;
            }
        }
        return false;
    }

    /** Lets the coordinator take over what is new, if the topic is its own, whoever created or enlarged it. */
    void lead(Topic topic) {
        coordinators.byKeyType().values().forEach(kind -> kind.elections().topicMade(topic));
    }

    /** Lets the coordinators whose topic it is move with a partition's leader. */
    void leaderChanged(Topic topic, int partition, int from, int to) {
        coordinators.byKeyType().values().forEach(kind -> kind.elections().leaderChanged(topic, partition, from, to));
        shareLeaders.leaderChanged(topic, partition, from);
    }

    /** The one place where a topic goes, with its records and what coordinators keep about it. */
    void delete(String name) {
        Topic topic = cluster.topics().delete(name);
        coordinators.byKeyType().values().forEach(kind -> kind.elections().topicDeleted(topic));
        shareLeaders.topicDeleted(topic);
        if (name.equals(coordinators.groups().topic().name())) {
            coordinators.groupLog().topicDeleted();
            return;
        }
        List<DeletedTopic> deleted = new ArrayList<>();
        deleted.add(new DeletedTopic(topic.id(), name));
        coordinators.groups().topicsDeleted(deleted);
        coordinators.shares().topicsDeleted(Collections.singleton(topic.id()));
    }
}
