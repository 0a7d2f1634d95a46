@NullMarked
package io.github.groupcoordinator.junit5;

import org.jspecify.annotations.NullMarked;
