/** The runs of a simulation in the order in which JUnit takes them. */
@NullMarked
package io.github.groupcoordinator.junit5.internal.simulation;

import org.jspecify.annotations.NullMarked;
