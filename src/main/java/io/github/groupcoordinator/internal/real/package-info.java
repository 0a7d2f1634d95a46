/** A real cluster behind the types of one in memory: its clients, groups and events, in real time. */
@NullMarked
package io.github.groupcoordinator.internal.real;

import org.jspecify.annotations.NullMarked;
