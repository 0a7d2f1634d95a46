package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;

/** ShareGroupDescribe v1 (KIP-932). */
public final class ShareGroupDescribeHandler extends RequestHandler<ShareGroupDescribeRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public ShareGroupDescribeHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(ShareApis.SHARE_GROUP_DESCRIBE);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ShareGroupDescribeRequestData body) {
        cluster.requireShareGroups();
        ShareGroupDescribeResponseData response = new ShareGroupDescribeResponseData();
        for (DescribedGroup group : coordinators.at(request).shareGroups().describe(body.groupIds())) {
            if (body.includeAuthorizedOperations() && group.errorCode() == Errors.NONE.code()) {
                group.setAuthorizedOperations(AuthorizedOperations.GROUP);
            }
            response.groups().add(group);
        }
        request.reply(response);
    }
}
