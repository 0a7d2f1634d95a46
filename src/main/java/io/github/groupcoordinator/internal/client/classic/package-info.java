/** The consumer of the classic protocol, whose heartbeats are an actor of the loop. */
@NullMarked
package io.github.groupcoordinator.internal.client.classic;

import org.jspecify.annotations.NullMarked;
