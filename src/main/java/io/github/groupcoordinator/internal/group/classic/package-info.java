@NullMarked
package io.github.groupcoordinator.internal.group.classic;

import org.jspecify.annotations.NullMarked;
