package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;

/** A group of any kind. */
sealed interface StoredGroup {

    /** A group of the classic protocol, or one that only commits offsets. */
    record Classic(ClassicGroup group) implements StoredGroup {}

    /** A group of the consumer protocol (KIP-848). */
    record Consumer(ConsumerGroup group) implements StoredGroup {}
}
