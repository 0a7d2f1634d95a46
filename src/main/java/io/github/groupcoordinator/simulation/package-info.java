/** Many runs of one test under many seeds and faults: drawing the faults, shrinking them, replaying a run. */
@NullMarked
package io.github.groupcoordinator.simulation;

import org.jspecify.annotations.NullMarked;
