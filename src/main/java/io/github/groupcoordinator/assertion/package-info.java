@NullMarked
package io.github.groupcoordinator.assertion;

import org.jspecify.annotations.NullMarked;
