/**
 * Clients whose network thread is Kafka's and runs under the baton, and of these the consumer of the consumer protocol
 * (KIP-848).
 */
@NullMarked
package io.github.groupcoordinator.internal.client.async;

import org.jspecify.annotations.NullMarked;
