/** Applications that have threads of their own, unchanged, in virtual time; they need the agent. */
@NullMarked
package io.github.groupcoordinator.samples.threads;

import org.jspecify.annotations.NullMarked;
