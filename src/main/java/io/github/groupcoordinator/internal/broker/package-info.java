/**
 * The broker as the cluster's composition sees it: puts handlers, coordinators and topics together, and moves leaders.
 */
@NullMarked
package io.github.groupcoordinator.internal.broker;

import org.jspecify.annotations.NullMarked;
