/** The invariants of a cluster and its clients, watched in every test. */
@NullMarked
package io.github.groupcoordinator.invariant;

import org.jspecify.annotations.NullMarked;
