@NullMarked
package io.github.groupcoordinator.internal.group;

import org.jspecify.annotations.NullMarked;
