/** The configuration of streams groups: the broker's properties, and those that groups have of their own. */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.group.streams;

import org.jspecify.annotations.NullMarked;
