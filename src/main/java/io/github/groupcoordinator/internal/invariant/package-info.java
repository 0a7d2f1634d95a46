/** The watch over what must always be true of a cluster and its clients. */
@NullMarked
package io.github.groupcoordinator.internal.invariant;

import org.jspecify.annotations.NullMarked;
