package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.api.topic.ConfigChanges.Change;
import io.github.groupcoordinator.internal.broker.api.topic.ConfigChanges.Resource;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;

/** IncrementalAlterConfigs v0-1 (KIP-339): sets, deletes, appends to and subtracts from values. */
public final class IncrementalAlterConfigsHandler extends RequestHandler<IncrementalAlterConfigsRequestData> {
    private final ConfigChanges changes;

    public IncrementalAlterConfigsHandler(ConfigChanges changes) {
        super(TopicApis.INCREMENTAL_ALTER_CONFIGS);
        this.changes = changes;
    }

    @Override
    public void answer(Request request, IncrementalAlterConfigsRequestData body) {
        List<Change> changed = new ArrayList<>();
        Collection<AlterConfigsResource> asked = body.resources();
        for (AlterConfigsResource each : asked) {
            changed.add(new Change(new Resource(each.resourceType(), each.resourceName()), edits(each)));
        }
        IncrementalAlterConfigsResponseData response = new IncrementalAlterConfigsResponseData();
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
            edits.add(new ConfigEdits.Edit(config.name(), config.configOperation(), config.value()));
        }
        return new ConfigEdits(edits, false);
    }
}
