/** Events of a cluster and its groups, and the ordered log of them. */
@NullMarked
package io.github.groupcoordinator.event;

import org.jspecify.annotations.NullMarked;
