@NullMarked
package io.github.groupcoordinator.internal.log;

import org.jspecify.annotations.NullMarked;
