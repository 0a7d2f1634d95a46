/** The events of the records that share groups read (KIP-932): what becomes of them, as the event log tells it. */
@NullMarked
package io.github.groupcoordinator.internal.share.event;

import org.jspecify.annotations.NullMarked;
