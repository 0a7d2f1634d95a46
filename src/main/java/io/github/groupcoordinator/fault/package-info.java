@NullMarked
package io.github.groupcoordinator.fault;

import org.jspecify.annotations.NullMarked;
