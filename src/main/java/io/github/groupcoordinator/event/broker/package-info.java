/** The events of brokers: faults, failovers, topics and transactions. */
@NullMarked
package io.github.groupcoordinator.event.broker;

import org.jspecify.annotations.NullMarked;
