/**
 * The handlers of what members and administrators of streams groups ask group coordinators, and the creation of the
 * internal topics that topologies lack (KIP-1071).
 */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.streams;

import org.jspecify.annotations.NullMarked;
