/** Samples to learn from by running them: one class for each subject. */
@NullMarked
package io.github.groupcoordinator.samples;

import org.jspecify.annotations.NullMarked;
