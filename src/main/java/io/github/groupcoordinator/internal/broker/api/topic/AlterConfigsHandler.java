package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.api.topic.ConfigChanges.Change;
import io.github.groupcoordinator.internal.broker.api.topic.ConfigChanges.Resource;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;

/** AlterConfigs v0-2: the values that are named replace all that a resource had. Clients from 4.0 on do not send it. */
public final class AlterConfigsHandler extends RequestHandler<AlterConfigsRequestData> {
    private static final byte SET = (byte) ConfigEdits.Op.SET.ordinal();

    private final ConfigChanges changes;

    public AlterConfigsHandler(ConfigChanges changes) {
        super(TopicApis.ALTER_CONFIGS);
        this.changes = changes;
    }

    @Override
    public void answer(Request request, AlterConfigsRequestData body) {
        List<Change> changed = new ArrayList<>();
        Collection<AlterConfigsResource> asked = body.resources();
        for (AlterConfigsResource each : asked) {
            changed.add(new Change(new Resource(each.resourceType(), each.resourceName()), edits(each)));
        }
        AlterConfigsResponseData response = new AlterConfigsResponseData();
        changes.apply(request.node(), changed, body.validateOnly(), (resource, outcome) -> response.responses()
                .add(new AlterConfigsResourceResponse()
                        .setResourceType(resource.type())
                        .setResourceName(resource.name())
                        .setErrorCode(outcome.error().code())
                        .setErrorMessage(outcome.message())));
        request.reply(response);
    }

    private static ConfigEdits edits(AlterConfigsResource resource) {
        List<ConfigEdits.Edit> edits = new ArrayList<>();
        Collection<AlterableConfig> configs = resource.configs();
        for (AlterableConfig config : configs) {
            edits.add(new ConfigEdits.Edit(config.name(), SET, config.value()));
        }
        return new ConfigEdits(edits, true);
    }
}
