@NullMarked
package io.github.groupcoordinator.agent;

import org.jspecify.annotations.NullMarked;
