@NullMarked
package io.github.groupcoordinator.internal.transaction;

import org.jspecify.annotations.NullMarked;
