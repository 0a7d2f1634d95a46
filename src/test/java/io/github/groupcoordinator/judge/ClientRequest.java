package io.github.groupcoordinator.judge;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** A request as a client sends it: the body is encoded and decoded in this version before a coordinator sees it. */
public record ClientRequest(ApiKeys api, short version, String clientId, ApiMessage body) {}
