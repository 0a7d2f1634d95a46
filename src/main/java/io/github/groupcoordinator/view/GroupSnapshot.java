package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A group as the coordinator alone knows it; see {@link GroupView} for each part. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record GroupSnapshot(
        String groupId,
        GroupState state,
        int generation,
        @Nullable String leaderId,
        @Nullable String protocolType,
        @Nullable String protocol,
        List<MemberView> members,
        SortedMap<TopicPartition, OffsetAndMetadata> committedOffsets,
        List<String> awaiting)
        implements GroupView {

    @Override
    public String toString() {
        return Text.shown("GroupSnapshot[groupId=" + groupId + ", state=" + state + ", generation=" + generation
                + ", leaderId=" + leaderId + ", protocolType=" + protocolType + ", protocol=" + protocol + ", members="
                + members + ", committedOffsets=" + committedOffsets + ", awaiting=" + awaiting + "]");
    }
}
