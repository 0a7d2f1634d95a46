/** The store of committed offsets, of those too that wait for the end of their transaction. */
@NullMarked
package io.github.groupcoordinator.internal.offset;

import org.jspecify.annotations.NullMarked;
