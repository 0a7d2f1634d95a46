/** The course of a simulation: faults drawn from seeds, run after run, and shrunk when one fails. */
@NullMarked
package io.github.groupcoordinator.internal.simulation;

import org.jspecify.annotations.NullMarked;
