/** The coordinators of each node, the internal topics that they keep, and their elections. */
@NullMarked
package io.github.groupcoordinator.internal.broker.coordinators;

import org.jspecify.annotations.NullMarked;
