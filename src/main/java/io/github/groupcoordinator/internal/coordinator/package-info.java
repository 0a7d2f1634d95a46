@NullMarked
package io.github.groupcoordinator.internal.coordinator;

import org.jspecify.annotations.NullMarked;
