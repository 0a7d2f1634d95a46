/** The effects that faults have on requests, and what the broker asks about each request. */
@NullMarked
package io.github.groupcoordinator.internal.fault;

import org.jspecify.annotations.NullMarked;
