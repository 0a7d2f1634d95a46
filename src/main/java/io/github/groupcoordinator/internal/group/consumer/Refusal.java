package io.github.groupcoordinator.internal.group.consumer;

import org.apache.kafka.common.protocol.Errors;

/** Why a request is not granted. */
public record Refusal(Errors error, String message) {}
