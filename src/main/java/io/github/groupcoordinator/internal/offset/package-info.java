@NullMarked
package io.github.groupcoordinator.internal.offset;

import org.jspecify.annotations.NullMarked;
