/** A real cluster in the place of the one in memory: where it is, and what it cannot be asked. */
@NullMarked
package io.github.groupcoordinator.real;

import org.jspecify.annotations.NullMarked;
