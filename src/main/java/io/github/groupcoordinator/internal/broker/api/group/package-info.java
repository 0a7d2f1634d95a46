/** Handlers of the APIs about groups and their committed offsets. */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.group;

import org.jspecify.annotations.NullMarked;
