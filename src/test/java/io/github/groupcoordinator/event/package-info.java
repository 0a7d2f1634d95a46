@NullMarked
package io.github.groupcoordinator.event;

import org.jspecify.annotations.NullMarked;
