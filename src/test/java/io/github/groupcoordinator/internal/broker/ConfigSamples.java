package io.github.groupcoordinator.internal.broker;

import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests that change configurations. */
final class ConfigSamples {
    static final byte TOPIC = 2;
    static final byte BROKER = 4;
    static final byte GROUP = 32;

    /** The operation on a value. */
    enum Op {
        SET,
        DELETE,
        APPEND,
        SUBTRACT
    }

    private ConfigSamples() {}

    static ApiMessage of(ApiKeys api) {
        return api == ApiKeys.ALTER_CONFIGS
                ? new Legacy().resource(TOPIC, "orders", "retention.ms", "1000").request
                : new Incremental().resource(TOPIC, "orders").op(Op.SET, "retention.ms", "1000").request;
    }

    /** Builds an IncrementalAlterConfigs. */
    static final class Incremental {
        final IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        private IncrementalAlterConfigsRequestData.AlterConfigsResource resource =
                new IncrementalAlterConfigsRequestData.AlterConfigsResource();

        Incremental resource(int type, String name) {
            resource = new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                    .setResourceType((byte) type)
                    .setResourceName(name);
            request.resources().add(resource);
            return this;
        }

        Incremental op(Op op, String name, String value) {
            resource.configs()
                    .add(new IncrementalAlterConfigsRequestData.AlterableConfig()
                            .setName(name)
                            .setConfigOperation((byte) op.ordinal())
                            .setValue(op == Op.DELETE || value.equals("null") ? null : value));
            return this;
        }
    }

    /** Builds an AlterConfigs. */
    static final class Legacy {
        final AlterConfigsRequestData request = new AlterConfigsRequestData();

        Legacy resource(int type, String name, String... namesAndValues) {
            AlterConfigsRequestData.AlterConfigsResource resource = new AlterConfigsRequestData.AlterConfigsResource()
                    .setResourceType((byte) type)
                    .setResourceName(name);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                resource.configs()
                        .add(new AlterConfigsRequestData.AlterableConfig()
                                .setName(namesAndValues[i])
                                .setValue(namesAndValues[i + 1]));
            }
            request.resources().add(resource);
            return this;
        }
    }
}
