/** A group's member as its client knows it: its ids, and the rebalances that its listener is told of. */
@NullMarked
package io.github.groupcoordinator.internal.client.member;

import org.jspecify.annotations.NullMarked;
