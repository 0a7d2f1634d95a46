/** The consumers that a test is given, of either protocol, and how they are made. */
@NullMarked
package io.github.groupcoordinator.internal.client.consumer;

import org.jspecify.annotations.NullMarked;
