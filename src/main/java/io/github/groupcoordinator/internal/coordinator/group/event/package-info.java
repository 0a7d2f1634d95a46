/** The events of groups: the meaning of their records and changes to those who watch, for each protocol. */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.group.event;

import org.jspecify.annotations.NullMarked;
