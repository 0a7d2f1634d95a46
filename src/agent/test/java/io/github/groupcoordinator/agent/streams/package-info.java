@NullMarked
package io.github.groupcoordinator.agent.streams;

import org.jspecify.annotations.NullMarked;
