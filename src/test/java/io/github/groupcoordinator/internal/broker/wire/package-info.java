@NullMarked
package io.github.groupcoordinator.internal.broker.wire;

import org.jspecify.annotations.NullMarked;
