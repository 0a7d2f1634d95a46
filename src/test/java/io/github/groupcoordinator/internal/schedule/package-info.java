@NullMarked
package io.github.groupcoordinator.internal.schedule;

import org.jspecify.annotations.NullMarked;
