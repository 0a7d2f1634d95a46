/** What happened to the groups of a cluster, and the log of it. */
@NullMarked
package io.github.groupcoordinator.event;

import org.jspecify.annotations.NullMarked;
