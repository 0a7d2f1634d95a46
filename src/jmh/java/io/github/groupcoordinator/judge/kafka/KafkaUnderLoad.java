package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.benchmark.Coordinator;
import io.github.groupcoordinator.benchmark.Load;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.server.share.persister.NoOpStatePersister;

/** Kafka's own coordinator under load: on the calling thread, with its timers in Kafka's own lists of timers. */
public final class KafkaUnderLoad implements Coordinator {
    private final VirtualTime time = new VirtualTime(1_767_225_600_000L);
    private final TimersOfKafka timers = new TimersOfKafka(time);
    private final BufferSupplier buffers = BufferSupplier.create();
    private final GroupCoordinatorService service;
    private final RequestContext[] contexts = new RequestContext[1 + ApiKeys.CONSUMER_GROUP_HEARTBEAT.id];
    private RuntimeException wrong;

    /** Starts a coordinator with Kafka's defaults that leads every partition of the offsets topic. */
    public KafkaUnderLoad(int topicPartitions) {
        ShortOffsetsTopic offsetsTopic = new ShortOffsetsTopic();
        service = ServiceFactory.create(
                Map.of(),
                time,
                timers,
                offsetsTopic,
                (tp, shard) -> {},
                GroupCoordinatorConfig::new,
                new NoOpStatePersister());
        service.startup(() -> Load.OFFSETS_PARTITIONS);
        new Topics(service::onMetadataUpdate).create("orders", topicPartitions);
        for (int partition = 0; partition < Load.OFFSETS_PARTITIONS; partition++) {
            service.onElection(partition, 1);
        }
    }

    @Override
    public void send(ApiKeys api, short version, ApiMessage request, Consumer<ApiMessage> reply) {
        answer(context(api, version), request).whenComplete((response, failure) -> {
            if (failure != null) {
                wrong = new IllegalStateException(api + " failed", failure);
                return;
            }
            try {
                reply.accept(response);
            } catch (RuntimeException e) {
                wrong = e; // a future keeps to itself what its listeners throw
            }
        });
        throwIfWrong();
    }

    private void throwIfWrong() {
        if (wrong != null) {
            throw wrong;
        }
    }

    private CompletableFuture<? extends ApiMessage> answer(RequestContext context, ApiMessage request) {
        if (request instanceof HeartbeatRequestData heartbeat) {
            return service.heartbeat(context, heartbeat);
        } else if (request instanceof JoinGroupRequestData join) {
            return service.joinGroup(context, join, buffers);
        } else if (request instanceof SyncGroupRequestData sync) {
            return service.syncGroup(context, sync, buffers);
        } else if (request instanceof LeaveGroupRequestData leave) {
            return service.leaveGroup(context, leave);
        } else if (request instanceof OffsetCommitRequestData commit) {
            return service.commitOffsets(context, commit, buffers);
        } else if (request instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            return service.consumerGroupHeartbeat(context, heartbeat);
        } else if (request instanceof OffsetFetchRequestData fetch) {
            return fetch(context, fetch);
        }
        throw new IllegalArgumentException("not under load here: " + context.header.apiKey());
    }

    private CompletableFuture<OffsetFetchResponseData> fetch(RequestContext context, OffsetFetchRequestData request) {
        List<CompletableFuture<OffsetFetchResponseData.OffsetFetchResponseGroup>> groups = new ArrayList<>();
        request.groups().forEach(group -> groups.add(service.fetchOffsets(context, group, false)));
        return CompletableFuture.allOf(groups.toArray(CompletableFuture[]::new)).thenApply(all -> {
            OffsetFetchResponseData response = new OffsetFetchResponseData();
            groups.forEach(group -> response.groups().add(group.join()));
            return response;
        });
    }

    /** Made once, here and for ours: reading a request's header is the broker's work. */
    private RequestContext context(ApiKeys api, short version) {
        RequestContext context = contexts[api.id];
        if (context == null) {
            context = newContext(api, version);
            contexts[api.id] = context;
        }
        return context;
    }

    private static RequestContext newContext(ApiKeys api, short version) {
        return new RequestContext(
                new RequestHeader(api, version, Load.CLIENT_ID, 0),
                "0",
                InetAddress.getLoopbackAddress(),
                Optional.empty(),
                KafkaPrincipal.ANONYMOUS,
                ListenerName.forSecurityProtocol(SecurityProtocol.PLAINTEXT),
                SecurityProtocol.PLAINTEXT,
                ClientInformation.EMPTY,
                false);
    }

    @Override
    public void pass(long ms) {
        timers.advanceTo(time.milliseconds() + ms);
        throwIfWrong();
    }

    @Override
    public void close() {
        service.shutdown();
    }
}
