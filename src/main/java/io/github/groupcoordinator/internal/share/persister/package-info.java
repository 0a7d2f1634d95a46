/**
 * The seam between share partitions and the share coordinator that keeps their state (KIP-932): what is read and
 * written.
 */
@NullMarked
package io.github.groupcoordinator.internal.share.persister;

import org.jspecify.annotations.NullMarked;
