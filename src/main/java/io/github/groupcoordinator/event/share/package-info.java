/** The events of records that share groups read (KIP-932): who has which, since when, and what becomes of them. */
@NullMarked
package io.github.groupcoordinator.event.share;

import org.jspecify.annotations.NullMarked;
