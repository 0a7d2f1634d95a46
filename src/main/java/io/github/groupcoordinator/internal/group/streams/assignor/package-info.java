/** The assignor of streams groups (KIP-1071): it spreads tasks over members and their processes. */
@NullMarked
package io.github.groupcoordinator.internal.group.streams.assignor;

import org.jspecify.annotations.NullMarked;
