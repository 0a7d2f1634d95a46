package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import io.github.groupcoordinator.view.ObservedGroup;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An observed group together with the events that led to it; failure messages tell their story from it. */
public final class GroupWithHistory implements ObservedGroup {
    private final GroupView group;
    private final SortedMap<TopicPartition, Long> endOffsets;
    private final History history;
    private final Instant at;

    /** Makes it of the group, the ends of its logs and the cluster's log as it is now. */
    public GroupWithHistory(GroupView group, Instant at, SortedMap<TopicPartition, Long> endOffsets, EventLog log) {
        this.group = group;
        this.endOffsets = Collections.unmodifiableSortedMap(new TreeMap<>(endOffsets));
        this.history = History.until(log);
        this.at = at;
    }

    @Override
    public String groupId() {
        return group.groupId();
    }

    @Override
    public GroupState state() {
        return group.state();
    }

    @Override
    public int generation() {
        return group.generation();
    }

    @Override
    public @Nullable String leaderId() {
        return group.leaderId();
    }

    @Override
    public @Nullable String protocolType() {
        return group.protocolType();
    }

    @Override
    public @Nullable String protocol() {
        return group.protocol();
    }

    @Override
    public List<MemberView> members() {
        return group.members();
    }

    @Override
    public SortedMap<TopicPartition, OffsetAndMetadata> committedOffsets() {
        return group.committedOffsets();
    }

    @Override
    public List<String> awaiting() {
        return group.awaiting();
    }

    @Override
    public SortedMap<TopicPartition, Long> endOffsets() {
        return endOffsets;
    }

    /** Returns the group's events until the snapshot was taken, and what was done to brokers, oldest first. */
    public List<ClusterEvent> events() {
        return history.of(groupId());
    }

    @Override
    public Instant at() {
        return at;
    }

    /** Returns the cluster's log, which goes on after the snapshot. */
    public EventLog log() {
        return history.log();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupWithHistory that && group.equals(that.group) && endOffsets.equals(that.endOffsets);
    }

    @Override
    public int hashCode() {
        return group.hashCode();
    }

    @Override
    public String toString() {
        return group.toString();
    }
}
