package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.ClusterApis.ConfigResources;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/**
 * ListConfigResources v0-1; v0 client metrics, v1 all that have configurations (KIP-1142). Linked only with
 * kafka-clients that know its messages.
 */
public final class ListConfigResourcesHandler extends RequestHandler<ListConfigResourcesRequestData> {
    private static final List<Type> TYPES =
            List.of(Type.GROUP, Type.CLIENT_METRICS, Type.BROKER_LOGGER, Type.BROKER, Type.TOPIC);

    private final Cluster cluster;
    private final GroupConfigs groupConfigs;

    private ListConfigResourcesHandler(Cluster cluster, GroupConfigs groupConfigs) {
        super(ConfigResources.LIST);
        this.cluster = cluster;
        this.groupConfigs = groupConfigs;
    }

    public static RequestHandler<?> of(Cluster cluster, GroupConfigs groupConfigs) {
        return new ListConfigResourcesHandler(cluster, groupConfigs);
    }

    @Override
    public void answer(Request request, ListConfigResourcesRequestData body) {
        ListConfigResourcesResponseData response = new ListConfigResourcesResponseData();
        List<Byte> asked = request.version() == 0 ? List.of(Type.CLIENT_METRICS.id()) : body.resourceTypes();
        List<Byte> known = TYPES.stream().map(Type::id).toList();
        if (!known.containsAll(asked)) {
            request.reply(response.setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
            return;
        }
        for (Type type : TYPES) {
            if (asked.isEmpty() || asked.contains(type.id())) {
                names(type).forEach(name -> response.configResources()
                        .add(new ConfigResource().setResourceName(name).setResourceType(type.id())));
            }
        }
        request.reply(response);
    }

    private List<String> names(Type type) {
        return switch (type) {
            case GROUP -> new ArrayList<>(groupConfigs.groupIds());
            case BROKER, BROKER_LOGGER ->
                cluster.nodes().alive().stream()
                        .map(node -> Integer.toString(node.id()))
                        .toList();
            case TOPIC -> cluster.topics().all().stream().map(Topic::name).toList();
            default -> Collections.emptyList();
        };
    }
}
