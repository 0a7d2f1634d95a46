/** The handlers of what members and administrators of share groups ask the group coordinator (KIP-932). */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.share;

import org.jspecify.annotations.NullMarked;
