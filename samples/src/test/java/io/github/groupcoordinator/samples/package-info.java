/** What can be learned by running it: one class for each subject. */
@NullMarked
package io.github.groupcoordinator.samples;

import org.jspecify.annotations.NullMarked;
