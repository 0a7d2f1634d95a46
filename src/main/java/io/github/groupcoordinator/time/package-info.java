/** Virtual time, and what goes wrong with it. */
@NullMarked
package io.github.groupcoordinator.time;

import org.jspecify.annotations.NullMarked;
