@NullMarked
package io.github.groupcoordinator.agent.spring;

import org.jspecify.annotations.NullMarked;
