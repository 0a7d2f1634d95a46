package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsResponseData.DeleteShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseGroup;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.ShareGroupDescribeRequest;
import org.apache.kafka.common.requests.ShareGroupDescribeResponse;
import org.apache.kafka.common.requests.ShareGroupHeartbeatRequest;
import org.apache.kafka.common.requests.ShareGroupHeartbeatResponse;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;

/** The part of Kafka's request layer that is about requests about share groups. */
final class ShareRequests {
    private final GroupCoordinatorService coordinator;
    private final Topics topics;
    private final int allOperations;
    private final boolean mendFaults;

    ShareRequests(GroupCoordinatorService coordinator, Topics topics, int allOperations, boolean mendFaults) {
        this.coordinator = coordinator;
        this.topics = topics;
        this.allOperations = allOperations;
        this.mendFaults = mendFaults;
    }

    /** Returns the answer, or null if the request is not about share groups. */
    CompletableFuture<? extends AbstractResponse> answer(RequestContext context, AbstractRequest request) {
        if (request instanceof ShareGroupHeartbeatRequest heartbeat) {
            return heartbeat(context, heartbeat);
        } else if (request instanceof ShareGroupDescribeRequest describe) {
            return describe(context, describe);
        } else if (request instanceof DescribeShareGroupOffsetsRequest describe) {
            return describeOffsets(context, describe);
        } else if (request instanceof AlterShareGroupOffsetsRequest alter) {
            return alter(context, alter);
        } else if (request instanceof DeleteShareGroupOffsetsRequest delete) {
            return delete(context, delete);
        }
        return null;
    }

    private CompletableFuture<? extends AbstractResponse> heartbeat(
            RequestContext context, ShareGroupHeartbeatRequest request) {
        String memberId = request.data().memberId();
        if (memberId == null || memberId.isEmpty() || memberId.length() > 36) {
            return CompletableFuture.completedFuture(
                    request.getErrorResponse(0, Errors.INVALID_REQUEST.exception("invalid member id")));
        }
        return coordinator.shareGroupHeartbeat(context, request.data()).thenApply(ShareGroupHeartbeatResponse::new);
    }

    private CompletableFuture<AbstractResponse> describe(RequestContext context, ShareGroupDescribeRequest request) {
        return coordinator
                .shareGroupDescribe(context, request.data().groupIds())
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
                    return new ShareGroupDescribeResponse(new ShareGroupDescribeResponseData().setGroups(groups));
                });
    }

    private CompletableFuture<AbstractResponse> describeOffsets(
            RequestContext context, DescribeShareGroupOffsetsRequest request) {
        List<CompletableFuture<DescribeShareGroupOffsetsResponseGroup>> groups = new ArrayList<>();
        for (DescribeShareGroupOffsetsRequestGroup group : request.groups()) {
            CompletableFuture<DescribeShareGroupOffsetsResponseGroup> answer;
            if (group.topics() == null) {
                answer = coordinator.describeShareGroupAllOffsets(context, group);
            } else if (group.topics().isEmpty()) {
                answer = CompletableFuture.completedFuture(
                        new DescribeShareGroupOffsetsResponseGroup().setGroupId(group.groupId()));
            } else {
                answer = coordinator.describeShareGroupOffsets(context, group);
            }
            groups.add(answer.exceptionally(failure -> {
                Errors error = Errors.forException(RequestLayer.cause(failure));
                return new DescribeShareGroupOffsetsResponseGroup()
                        .setGroupId(group.groupId())
                        .setErrorCode(error.code())
                        .setErrorMessage(error.message());
            }));
        }
        return CompletableFuture.allOf(groups.toArray(CompletableFuture[]::new))
                .thenApply(all -> new DescribeShareGroupOffsetsResponse(new DescribeShareGroupOffsetsResponseData()
                        .setGroups(groups.stream().map(CompletableFuture::join).toList())));
    }

    private CompletableFuture<AbstractResponse> alter(RequestContext context, AlterShareGroupOffsetsRequest request) {
        AlterShareGroupOffsetsResponse.Builder builder = new AlterShareGroupOffsetsResponse.Builder();
        Map<String, Uuid> ids = new TreeMap<>();
        AlterShareGroupOffsetsRequestData known = new AlterShareGroupOffsetsRequestData()
                .setGroupId(request.data().groupId());
        request.data().topics().forEach(topic -> {
            if (topics.contains(topic.topicName())) {
                ids.put(topic.topicName(), topics.id(topic.topicName()));
                known.topics().add(topic.duplicate());
            } else {
                topic.partitions()
                        .forEach(partition -> builder.addPartition(
                                topic.topicName(),
                                partition.partitionIndex(),
                                ids,
                                new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION)));
            }
        });
        return coordinator
                .alterShareGroupOffsets(context, request.data().groupId(), known)
                .thenApply(response -> response.errorCode() == Errors.NONE.code()
                        ? builder.merge(response, ids).build()
                        : request.getErrorResponse(0, response.errorCode(), response.errorMessage()));
    }

    private CompletableFuture<AbstractResponse> delete(RequestContext context, DeleteShareGroupOffsetsRequest request) {
        return coordinator
                .deleteShareGroupOffsets(
                        context,
                        new DeleteShareGroupOffsetsRequestData()
                                .setGroupId(request.data().groupId())
                                .setTopics(request.data().topics()))
                .thenApply(response -> response.errorCode() == Errors.NONE.code()
                        ? new DeleteShareGroupOffsetsResponse(
                                new DeleteShareGroupOffsetsResponseData().setResponses(named(response)))
                        : new DeleteShareGroupOffsetsResponse(new DeleteShareGroupOffsetsResponseData()
                                .setErrorCode(response.errorCode())
                                .setErrorMessage(response.errorMessage())));
    }

    /** A topic that was deleted meanwhile has no name: Kafka can't encode that, and the client waits in vain. */
    private List<DeleteShareGroupOffsetsResponseTopic> named(DeleteShareGroupOffsetsResponseData response) {
        for (DeleteShareGroupOffsetsResponseTopic topic : response.responses()) {
            if (mendFaults && topic.topicName() == null) {
                topic.setTopicName("");
            }
        }
        return response.responses();
    }
}
