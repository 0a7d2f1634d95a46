@NullMarked
package io.github.groupcoordinator.time;

import org.jspecify.annotations.NullMarked;
