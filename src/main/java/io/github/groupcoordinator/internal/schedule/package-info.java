/**
 * The event loop in virtual time: timers, actors, ownership, the baton of clients' own threads, and deadlock detection.
 */
@NullMarked
package io.github.groupcoordinator.internal.schedule;

import org.jspecify.annotations.NullMarked;
