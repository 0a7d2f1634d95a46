/** The share consumers that a test is given (KIP-932); asked for only with kafka-clients 4.1 or newer. */
@NullMarked
package io.github.groupcoordinator.internal.client.share;

import org.jspecify.annotations.NullMarked;
