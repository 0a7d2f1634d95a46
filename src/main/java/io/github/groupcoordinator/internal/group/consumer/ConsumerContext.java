package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.function.Predicate;

/**
 * What a decision may look at besides the group.
 *
 * @param newTopicsVersion the version of the catalog in which a topic was last created, as far as this coordinator saw
 * @param isArmed tells which timers are running
 */
public record ConsumerContext(
        ConsumerConfig config, TopicCatalog topics, long newTopicsVersion, Predicate<TimerKey> isArmed, long nowMs) {}
