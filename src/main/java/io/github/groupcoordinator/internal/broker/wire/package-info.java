/** The way from a frame to a handler and back: connections, dispatcher, parked requests, faults, request log. */
@NullMarked
package io.github.groupcoordinator.internal.broker.wire;

import org.jspecify.annotations.NullMarked;
