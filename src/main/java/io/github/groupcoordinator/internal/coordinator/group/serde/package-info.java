/** Kafka's own formats of the records of {@code __consumer_offsets}, one class for each protocol. */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.group.serde;

import org.jspecify.annotations.NullMarked;
