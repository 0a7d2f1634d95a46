/** The transaction coordinator: transactional ids, their decisions, records and timers. */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.transaction;

import org.jspecify.annotations.NullMarked;
