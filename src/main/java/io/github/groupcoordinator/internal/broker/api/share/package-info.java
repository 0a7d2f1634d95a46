/**
 * The handlers of what members and administrators of share groups ask group coordinators, and of what members ask the
 * leaders of partitions (KIP-932).
 */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.share;

import org.jspecify.annotations.NullMarked;
