package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.group.ShareOffsetRequests;
import io.github.groupcoordinator.internal.log.PartitionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseGroup;

/** DescribeShareGroupOffsets v0-1 (KIP-932); v1 the lag. Groups are answered in the order in which they are named. */
public final class DescribeShareGroupOffsetsHandler extends RequestHandler<DescribeShareGroupOffsetsRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public DescribeShareGroupOffsetsHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(ShareApis.DESCRIBE_SHARE_GROUP_OFFSETS);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, DescribeShareGroupOffsetsRequestData body) {
        cluster.requireShareGroups();
        ShareOffsetRequests requests = coordinators.at(request).shareOffsets();
        Answers answers = new Answers(request, body.groups().size());
        for (int i = 0; i < body.groups().size(); i++) {
            int place = i;
            DescribeShareGroupOffsetsRequestGroup group = body.groups().get(i);
            requests.describe(group, this::endOffset, described -> answers.put(place, described));
        }
        answers.replyIfComplete();
    }

    private long endOffset(TopicPartition partition) {
        PartitionLog log = cluster.topics().log(partition.topic(), partition.partition());
        return log == null ? 0 : log.logEndOffset();
    }

    /** The answers for the groups of one request, each of which may come later. */
    private static final class Answers {
        private final Request request;
        private final DescribeShareGroupOffsetsResponseGroup[] byPlace;
        private int open;

        Answers(Request request, int count) {
            this.request = request;
            this.byPlace = new DescribeShareGroupOffsetsResponseGroup[count];
            // One more, so that nobody is answered while the groups are gone through.
            this.open = count + 1;
        }

        void put(int place, DescribeShareGroupOffsetsResponseGroup described) {
            byPlace[place] = described;
            replyIfComplete();
        }

        void replyIfComplete() {
            open--;
            if (open == 0) {
                List<DescribeShareGroupOffsetsResponseGroup> groups = new ArrayList<>(Arrays.asList(byPlace));
                request.reply(new DescribeShareGroupOffsetsResponseData().setGroups(groups));
            }
        }
    }
}
