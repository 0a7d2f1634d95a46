@NullMarked
package io.github.groupcoordinator.internal.thread;

import org.jspecify.annotations.NullMarked;
