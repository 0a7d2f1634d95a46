package io.github.groupcoordinator.internal.broker.wire;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The APIs that a dispatcher serves: the versions of each, and its handler. */
public final class ServedApis {
    private final ApiVersionTable versions;
    private final Map<Short, RequestHandler<?>> handlers = new TreeMap<>();

    public ServedApis(ApiVersionTable versions, Collection<? extends RequestHandler<?>> all) {
        this.versions = versions;
        for (RequestHandler<?> handler : all) {
            ApiKeys key = handler.api().key();
            if (handlers.put(key.id, handler) != null) {
                throw new IllegalStateException("There are two handlers for " + key.name);
            }
        }
    }

    /** Returns the versions of an API, or null if it is not served. */
    ApiVersionTable.@Nullable Range versions(short apiKey) {
        return versions.find(apiKey);
    }

    /** Returns the handler of an API, or null if it is not served. */
    @Nullable
    RequestHandler<?> handler(short apiKey) {
        return handlers.get(apiKey);
    }
}
