@NullMarked
package io.github.groupcoordinator.internal.broker.cluster;

import org.jspecify.annotations.NullMarked;
