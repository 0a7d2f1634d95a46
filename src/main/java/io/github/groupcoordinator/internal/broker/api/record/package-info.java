/** Handlers of the APIs about records: Produce, Fetch, and the offsets of logs. */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.record;

import org.jspecify.annotations.NullMarked;
