package io.github.groupcoordinator.internal.group;

import org.apache.kafka.common.Uuid;

/** A topic that is no more; offsets of a later topic with the same name are not touched. */
public record DeletedTopic(Uuid id, String name) {}
