@NullMarked
package io.github.groupcoordinator.internal.net.tcp;

import org.jspecify.annotations.NullMarked;
