package io.github.groupcoordinator.internal.broker;

import org.apache.kafka.common.protocol.ApiKeys;

/** A request as it was taken up by a node, in the order of the request log. */
public record ServedRequest(long timeMs, int nodeId, ApiKeys apiKey, short apiVersion, String clientId) {}
