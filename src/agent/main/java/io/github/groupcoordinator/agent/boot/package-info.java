/** Hooks for rewritten code, the JDK's own too: on the class path of the bootstrap loader, so that all can see it. */
@NullMarked
package io.github.groupcoordinator.agent.boot;

import org.jspecify.annotations.NullMarked;
