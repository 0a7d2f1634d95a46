/** The consumer of the consumer protocol (KIP-848), whose network thread runs under the baton. */
@NullMarked
package io.github.groupcoordinator.internal.client.async;

import org.jspecify.annotations.NullMarked;
