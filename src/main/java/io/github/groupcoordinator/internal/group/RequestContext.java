package io.github.groupcoordinator.internal.group;

import org.apache.kafka.common.protocol.ApiKeys;

/** Who asks, and in which version of the API. */
public record RequestContext(ApiKeys apiKey, short apiVersion, String clientId, String clientHost) {}
