/**
 * The handlers of what members and administrators of share groups ask group coordinators, of what members ask the
 * leaders of partitions, and of what brokers ask share coordinators (KIP-932).
 */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.share;

import org.jspecify.annotations.NullMarked;
