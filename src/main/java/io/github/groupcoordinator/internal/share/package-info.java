/**
 * Share partitions (KIP-932): which records of a partition are in flight in a share group, whose they are, and until
 * when.
 */
@NullMarked
package io.github.groupcoordinator.internal.share;

import org.jspecify.annotations.NullMarked;
