/** Nodes, topics and replicas, and the controller that elects leaders. */
@NullMarked
package io.github.groupcoordinator.internal.broker.cluster;

import org.jspecify.annotations.NullMarked;
