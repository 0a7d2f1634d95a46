/** The parts that groups of all protocols share: the group itself, its commands, steps, records, effects and timers. */
@NullMarked
package io.github.groupcoordinator.internal.group;

import org.jspecify.annotations.NullMarked;
