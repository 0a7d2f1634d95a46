/** The state of consumer-protocol groups: their records, their members, and what follows from those. */
@NullMarked
package io.github.groupcoordinator.internal.group.consumer.state;

import org.jspecify.annotations.NullMarked;
