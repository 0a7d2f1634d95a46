package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.SharePartitionView;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An observed share group together with the events that led to it. */
public final class ShareGroupWithHistory implements ShareGroupView {
    private static final String SHARE = "share";

    private final GroupView group;
    private final SortedMap<TopicPartition, SharePartitionView> partitions;
    private final History history;
    private final Instant at;

    /** Makes it of the group, its partitions and the cluster's log as they are now. */
    public ShareGroupWithHistory(
            GroupView group, Instant at, SortedMap<TopicPartition, SharePartitionView> partitions, EventLog log) {
        this.group = group;
        this.partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
        this.history = History.until(log);
        this.at = at;
    }

    private boolean isShareGroup() {
        return SHARE.equals(group.protocolType());
    }

    @Override
    public String groupId() {
        return group.groupId();
    }

    @Override
    public GroupState state() {
        return isShareGroup() ? group.state() : GroupState.DEAD;
    }

    @Override
    public int groupEpoch() {
        return isShareGroup() ? group.generation() : -1;
    }

    @Override
    public List<MemberView> members() {
        return isShareGroup() ? group.members() : List.of();
    }

    @Override
    public SortedMap<TopicPartition, SharePartitionView> partitions() {
        return partitions;
    }

    @Override
    public Instant at() {
        return at;
    }

    /** Returns the group's events until the snapshot was taken, and what was done to brokers, oldest first. */
    public List<ClusterEvent> events() {
        return history.of(groupId());
    }

    /** Returns the cluster's log, which goes on after the snapshot. */
    public EventLog log() {
        return history.log();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShareGroupWithHistory that
                && group.equals(that.group)
                && partitions.equals(that.partitions);
    }

    @Override
    public int hashCode() {
        return group.hashCode();
    }

    @Override
    public String toString() {
        return "share group '" + groupId() + "': " + state().kafkaName() + ", " + partitions.values();
    }
}
