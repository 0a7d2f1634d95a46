/** The streams protocol (KIP-1071): groups whose members run the tasks of one topology. */
@NullMarked
package io.github.groupcoordinator.internal.group.streams;

import org.jspecify.annotations.NullMarked;
