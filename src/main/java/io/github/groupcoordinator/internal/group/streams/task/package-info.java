/** The tasks of streams groups (KIP-1071): who is to have them, and who has them. */
@NullMarked
package io.github.groupcoordinator.internal.group.streams.task;

import org.jspecify.annotations.NullMarked;
