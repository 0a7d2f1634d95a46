package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The descriptions of groups, for administrators and tests, as far as they do not depend on a protocol. */
final class GroupDescriptions {
    private static final int FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND = 6;

    private GroupDescriptions() {}

    /**
     * Returns the answer to a DescribeGroups.
     *
     * @param group null if there is none
     */
    static DescribedGroup describe(RequestContext context, String groupId, @Nullable Group<?> group) {
        if (group instanceof ClassicGroup classic) {
            return classic.described();
        }
        DescribedGroup described =
                new DescribedGroup().setGroupId(groupId).setGroupState(ClassicState.DEAD.kafkaName());
        return context.apiVersion() < FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND
                ? described
                : refused(described, notFound(groupId, group != null, "classic"));
    }

    /** Only reached by a version that clients from 4.0 on know: earlier ones have no error message. */
    private static DescribedGroup refused(DescribedGroup described, String why) {
        return described.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code()).setErrorMessage(why);
    }

    /**
     * Returns Kafka's words for a GROUP_ID_NOT_FOUND.
     *
     * @param isOther whether there is a group of that id, of another protocol than the one that is asked for
     */
    static String notFound(String groupId, boolean isOther, String protocol) {
        return "Group " + groupId + (isOther ? " is not a " + protocol + " group." : " not found.");
    }

    /** Returns whether the filters of a ListGroups, in any case, let the group through. */
    static boolean isListed(ListedGroup group, ListGroupsRequestData request) {
        boolean isOfState = request.statesFilter().isEmpty();
        for (String state : request.statesFilter()) {
            isOfState |= state.trim().equalsIgnoreCase(filtered(group.groupState()));
        }
        boolean isOfType = request.typesFilter().isEmpty();
        for (String type : request.typesFilter()) {
            isOfType |= type.equalsIgnoreCase(group.groupType());
        }
        return isOfState && isOfType;
    }

    /** Returns the word by which a filter names a state: as in Kafka, NotReady is found by not_ready only. */
    private static String filtered(String state) {
        return state.equals(GroupState.NOT_READY.kafkaName()) ? "not_ready" : state;
    }

    static GroupView absent(String groupId) {
        return new GroupSnapshot(
                groupId,
                GroupState.DEAD,
                -1,
                null,
                null,
                null,
                List.of(),
                Collections.unmodifiableSortedMap(Assignments.byPartition()),
                List.of());
    }

    static GroupView view(Group<?> group, GroupShard shard) {
        return group.view(shard, offsets(group.groupId(), shard));
    }

    private static SortedMap<TopicPartition, OffsetAndMetadata> offsets(String groupId, GroupShard shard) {
        SortedMap<TopicPartition, OffsetAndMetadata> offsets = Assignments.byPartition();
        shard.offsets()
                .of(groupId)
                .forEach((topic, partitions) -> partitions.forEach((partition, offset) ->
                        offsets.put(new TopicPartition(topic, partition), GroupEvents.offset(offset))));
        return Collections.unmodifiableSortedMap(offsets);
    }
}
