@NullMarked
package io.github.groupcoordinator.internal.api;

import org.jspecify.annotations.NullMarked;
