package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.judge.ClientRequest;
import io.github.groupcoordinator.judge.Codec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeResponse;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatResponse;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.DeleteGroupsResponse;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsResponse;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.HeartbeatResponse;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.JoinGroupResponse;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupResponse;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.ListGroupsResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.common.requests.SyncGroupResponse;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;

/**
 * The checks and answers of a broker without an authorizer around its group coordinator, written by hand after the
 * Scala request layer (which no jar brings): which checks come first, and how the answer is shaped for the version.
 */
final class RequestLayer {
    /**
     * READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS and ALTER_CONFIGS, as a broker without an authorizer allows on groups.
     */
    private static final int ALL_GROUP_OPERATIONS = 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 11;

    private final GroupCoordinatorService coordinator;
    private final OffsetRequests offsets;
    private final TransactionalRequests transactional;
    private final ShareRequests share;
    private final StreamsRequests streams;
    private final boolean mendFaults;

    RequestLayer(GroupCoordinatorService coordinator, Topics topics, boolean mendFaults, Predicate<String> isGone) {
        this.coordinator = coordinator;
        this.mendFaults = mendFaults;
        this.share = new ShareRequests(coordinator, topics, ALL_GROUP_OPERATIONS, mendFaults);
        this.streams = new StreamsRequests(coordinator, ALL_GROUP_OPERATIONS, mendFaults);
        this.transactional = new TransactionalRequests(coordinator, topics);
        this.offsets = new OffsetRequests(coordinator, topics, mendFaults, isGone);
    }

    List<CreatableTopic> topicsToCreate() {
        return streams.topicsToCreate();
    }

    void handle(ClientRequest sent, Consumer<ApiMessage> reply) {
        AbstractRequest request = Codec.received(sent);
        RequestContext context = context(sent);
        answer(context, request).whenComplete((response, failure) -> {
            AbstractResponse answer = failure == null ? response : request.getErrorResponse(0, cause(failure));
            reply.accept(Codec.received(sent.api(), sent.version(), answer.data()));
        });
    }

    private CompletableFuture<? extends AbstractResponse> answer(RequestContext context, AbstractRequest request) {
        short version = context.apiVersion();
        CompletableFuture<? extends AbstractResponse> aboutShareGroups = share.answer(context, request);
        CompletableFuture<? extends AbstractResponse> aboutStreamsGroups = streams.answer(context, request);
        if (aboutShareGroups != null) {
            return aboutShareGroups;
        } else if (aboutStreamsGroups != null) {
            return aboutStreamsGroups;
        } else if (request instanceof JoinGroupRequest join) {
            return coordinator
                    .joinGroup(context, join.data(), BufferSupplier.NO_CACHING)
                    .thenApply(data -> new JoinGroupResponse(data, version));
        } else if (request instanceof SyncGroupRequest sync) {
            if (!sync.areMandatoryProtocolTypeAndNamePresent()) {
                return failed(sync, Errors.INCONSISTENT_GROUP_PROTOCOL);
            }
            return coordinator
                    .syncGroup(context, sync.data(), BufferSupplier.NO_CACHING)
                    .thenApply(SyncGroupResponse::new);
        } else if (request instanceof HeartbeatRequest heartbeat) {
            return coordinator.heartbeat(context, heartbeat.data()).thenApply(HeartbeatResponse::new);
        } else if (request instanceof LeaveGroupRequest leave) {
            return coordinator
                    .leaveGroup(context, leave.normalizedData())
                    .thenApply(data -> new LeaveGroupResponse(data, version));
        } else if (request instanceof ConsumerGroupHeartbeatRequest heartbeat) {
            return coordinator
                    .consumerGroupHeartbeat(context, heartbeat.data())
                    .thenApply(ConsumerGroupHeartbeatResponse::new);
        } else if (request instanceof ConsumerGroupDescribeRequest describe) {
            return describeConsumerGroups(context, describe);
        } else if (request instanceof ListGroupsRequest list) {
            return coordinator
                    .listGroups(context, list.data())
                    .thenApply(this::once)
                    .thenApply(ListGroupsResponse::new);
        } else if (request instanceof DescribeGroupsRequest describe) {
            return describeGroups(context, describe);
        } else if (request instanceof DeleteGroupsRequest delete) {
            return deleteGroups(context, delete);
        } else if (request instanceof OffsetCommitRequest commit) {
            return offsets.commit(context, commit);
        } else if (request instanceof TxnOffsetCommitRequest commit) {
            return transactional.commit(context, commit);
        } else if (request instanceof OffsetFetchRequest fetch) {
            return offsets.fetch(context, fetch);
        } else if (request instanceof OffsetDeleteRequest delete) {
            return offsets.delete(context, delete);
        }
        throw new IllegalArgumentException("no request layer for " + request.apiKey());
    }

    /** After a failed append Kafka lists reverted groups twice: its snapshots count them once per table. */
    private ListGroupsResponseData once(ListGroupsResponseData answer) {
        return mendFaults ? answer.setGroups(answer.groups().stream().distinct().toList()) : answer;
    }

    private CompletableFuture<AbstractResponse> describeGroups(RequestContext context, DescribeGroupsRequest request) {
        boolean operations = request.data().includeAuthorizedOperations() && context.apiVersion() >= 3;
        return coordinator.describeGroups(context, request.data().groups()).thenApply(groups -> {
            if (operations) {
                groups.stream()
                        .filter(g -> g.errorCode() == Errors.NONE.code())
                        .forEach(g -> g.setAuthorizedOperations(ALL_GROUP_OPERATIONS));
            }
            return new DescribeGroupsResponse(new DescribeGroupsResponseData().setGroups(groups));
        });
    }

    private CompletableFuture<AbstractResponse> describeConsumerGroups(
            RequestContext context, ConsumerGroupDescribeRequest request) {
        return coordinator
                .consumerGroupDescribe(context, request.data().groupIds())
                .thenApply(groups -> {
                    if (mendFaults) {
                        groups.forEach(g ->
                                g.setMembers(g.members().stream().distinct().toList()));
                    }
                    if (request.data().includeAuthorizedOperations()) {
                        groups.stream()
                                .filter(g -> g.errorCode() == Errors.NONE.code())
                                .forEach(g -> g.setAuthorizedOperations(ALL_GROUP_OPERATIONS));
                    }
                    return new ConsumerGroupDescribeResponse(new ConsumerGroupDescribeResponseData().setGroups(groups));
                });
    }

    private CompletableFuture<AbstractResponse> deleteGroups(RequestContext context, DeleteGroupsRequest request) {
        List<String> distinct = new ArrayList<>();
        for (String group : request.data().groupsNames()) {
            if (!distinct.contains(group)) {
                distinct.add(group);
            }
        }
        return coordinator
                .deleteGroups(context, distinct, BufferSupplier.NO_CACHING)
                .thenApply(results -> new DeleteGroupsResponse(new DeleteGroupsResponseData().setResults(results)));
    }

    private static CompletableFuture<AbstractResponse> failed(AbstractRequest request, Errors error) {
        return CompletableFuture.completedFuture(request.getErrorResponse(0, error.exception()));
    }

    static Throwable cause(Throwable failure) {
        return Errors.maybeUnwrapException(failure);
    }

    private static RequestContext context(ClientRequest request) {
        try {
            return new RequestContext(
                    new RequestHeader(request.api(), request.version(), request.clientId(), 0),
                    "0",
                    InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                    Optional.empty(),
                    KafkaPrincipal.ANONYMOUS,
                    ListenerName.forSecurityProtocol(SecurityProtocol.PLAINTEXT),
                    SecurityProtocol.PLAINTEXT,
                    ClientInformation.EMPTY,
                    false);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
