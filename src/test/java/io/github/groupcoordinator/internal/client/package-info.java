@NullMarked
package io.github.groupcoordinator.internal.client;

import org.jspecify.annotations.NullMarked;
