@NullMarked
package io.github.groupcoordinator.internal.net.memory;

import org.jspecify.annotations.NullMarked;
