/** The agent that makes the threads of an application, their sleeps, waits and clocks, those of a cluster. */
@NullMarked
package io.github.groupcoordinator.agent;

import org.jspecify.annotations.NullMarked;
