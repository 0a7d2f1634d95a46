@NullMarked
package io.github.groupcoordinator.internal.broker;

import org.jspecify.annotations.NullMarked;
