package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;

/** ReadShareGroupStateSummary v0-1 (KIP-932). As in Kafka it is answered whether share groups are on or off. */
public final class ReadShareGroupStateSummaryHandler extends RequestHandler<ReadShareGroupStateSummaryRequestData> {
    private final ShareCoordinators coordinators;

    public ReadShareGroupStateSummaryHandler(ShareCoordinators coordinators) {
        super(ShareApis.READ_SHARE_GROUP_STATE_SUMMARY);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ReadShareGroupStateSummaryRequestData body) {
        request.reply(coordinators.at(request).requests().summarize(body));
    }
}
