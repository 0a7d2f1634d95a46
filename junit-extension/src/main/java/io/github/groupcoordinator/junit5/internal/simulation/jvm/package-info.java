/** The JVMs in which runs of a simulation go side by side, and what they tell of each run. */
@NullMarked
package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import org.jspecify.annotations.NullMarked;
