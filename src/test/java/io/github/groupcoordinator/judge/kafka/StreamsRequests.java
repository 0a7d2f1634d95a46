package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupDescribeResponse;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatResponse;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;

/** The part of Kafka's request layer that is about streams groups; topics that it would create are kept instead. */
final class StreamsRequests {
    private final GroupCoordinatorService coordinator;
    private final int allOperations;
    private final boolean mendFaults;
    private final List<CreatableTopic> topicsToCreate = new ArrayList<>();

    StreamsRequests(GroupCoordinatorService coordinator, int allOperations, boolean mendFaults) {
        this.coordinator = coordinator;
        this.allOperations = allOperations;
        this.mendFaults = mendFaults;
    }

    /** Returns the topics that were to be created since this was last asked. */
    List<CreatableTopic> topicsToCreate() {
        List<CreatableTopic> topics = List.copyOf(topicsToCreate);
        topicsToCreate.clear();
        return topics;
    }

    /** Returns the answer, or null if the request is not about streams groups. */
    CompletableFuture<? extends AbstractResponse> answer(RequestContext context, AbstractRequest request) {
        if (request instanceof StreamsGroupHeartbeatRequest heartbeat) {
            return coordinator.streamsGroupHeartbeat(context, heartbeat.data()).thenApply(result -> {
                topicsToCreate.addAll(result.creatableTopics().values());
                if (result.data().status() == null) {
                    result.data().setStatus(List.of());
                }
                return new StreamsGroupHeartbeatResponse(result.data());
            });
        } else if (request instanceof StreamsGroupDescribeRequest describe) {
            return describe(context, describe);
        }
        return null;
    }

    private CompletableFuture<AbstractResponse> describe(RequestContext context, StreamsGroupDescribeRequest request) {
        return coordinator
                .streamsGroupDescribe(context, request.data().groupIds())
                .thenApply(groups -> {
                    if (mendFaults) {
                        // After an append failed, Kafka lists members twice.
                        groups.forEach(group -> group.setMembers(
                                group.members().stream().distinct().toList()));
                    }
                    if (request.data().includeAuthorizedOperations()) {
                        groups.stream()
                                .filter(group -> group.errorCode() == Errors.NONE.code())
                                .forEach(group -> group.setAuthorizedOperations(allOperations));
                    }
                    return new StreamsGroupDescribeResponse(new StreamsGroupDescribeResponseData().setGroups(groups));
                });
    }
}
