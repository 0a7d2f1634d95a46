/** The classic protocol: members join and sync, a leader assigns. */
@NullMarked
package io.github.groupcoordinator.internal.group.classic;

import org.jspecify.annotations.NullMarked;
