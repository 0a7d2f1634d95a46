@NullMarked
package io.github.groupcoordinator.internal.group.consumer;

import org.jspecify.annotations.NullMarked;
