/** A cluster, put together: its clock, broker and clients, their watch, planned faults, workers, and its closing. */
@NullMarked
package io.github.groupcoordinator.internal.cluster;

import org.jspecify.annotations.NullMarked;
