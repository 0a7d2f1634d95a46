package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.classic.ClassicGroup;

/** A group of any kind; there is only one kind yet. */
sealed interface StoredGroup {

    /** A group of the classic protocol, or one that only commits offsets. */
    record Classic(ClassicGroup group) implements StoredGroup {}
}
