/** The assignors that run at the coordinator: pure functions from members and topics to who owns what. */
@NullMarked
package io.github.groupcoordinator.internal.group.assignor;

import org.jspecify.annotations.NullMarked;
