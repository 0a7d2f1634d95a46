package io.github.groupcoordinator.internal.group;

import org.apache.kafka.common.protocol.ApiKeys;

/** The sender of a request, and the version of the API. */
public record RequestContext(ApiKeys apiKey, short apiVersion, String clientId, String clientHost) {}
