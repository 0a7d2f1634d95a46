/** The configuration of share groups: the broker's properties, and those that groups have of their own. */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.group.share;

import org.jspecify.annotations.NullMarked;
