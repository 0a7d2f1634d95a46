package io.github.groupcoordinator.event;

import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A group at one virtual instant together with what led to it: the cluster's events until then, and the ends of the
 * logs that it consumes. Assertions tell their story from it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ObservedGroup implements GroupView {
    private final GroupView group;
    private final SortedMap<TopicPartition, Long> endOffsets;
    private final EventLog log;
    private final int size;
    private final String at;

    /** Makes it of the group, the ends of its logs and the cluster's log as it is now. */
    public ObservedGroup(GroupView group, SortedMap<TopicPartition, Long> endOffsets, EventLog log) {
        this.group = group;
        this.endOffsets = Collections.unmodifiableSortedMap(new TreeMap<>(endOffsets));
        this.log = log;
        this.size = log.size();
        this.at = log.elapsedNow();
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

    /** Returns the offset that the next record gets, for each partition that is assigned or has a committed offset. */
    public SortedMap<TopicPartition, Long> endOffsets() {
        return endOffsets;
    }

    /** Returns the group's events until the snapshot was taken, and what was done to brokers, oldest first. */
    public List<RebalanceEvent> events() {
        return log.all().subList(0, size).stream()
                .filter(event -> event.groupId().equals(groupId()) || event instanceof BrokerDisturbed)
                .toList();
    }

    /** Returns at which virtual time the snapshot was taken, as {@code 00:00:45.000}. */
    public String at() {
        return at;
    }

    /** Returns the cluster's log, which goes on after the snapshot. */
    public EventLog log() {
        return log;
    }

    /** Two are equal if their groups are, whatever led to them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObservedGroup that && group.equals(that.group) && endOffsets.equals(that.endOffsets);
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
