@NullMarked
package io.github.groupcoordinator.foreign;

import org.jspecify.annotations.NullMarked;
