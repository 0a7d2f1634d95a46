/** The events of groups: members that come and go, the steps of rebalances, committed offsets. */
@NullMarked
package io.github.groupcoordinator.event.group;

import org.jspecify.annotations.NullMarked;
