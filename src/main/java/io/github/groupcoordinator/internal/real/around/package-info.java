/** The things around one client of a real cluster: the gate before its sockets, and those that see what it does. */
@NullMarked
package io.github.groupcoordinator.internal.real.around;

import org.jspecify.annotations.NullMarked;
