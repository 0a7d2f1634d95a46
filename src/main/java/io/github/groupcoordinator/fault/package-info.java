/** Faults that a test declares on requests: what users see of them. */
@NullMarked
package io.github.groupcoordinator.fault;

import org.jspecify.annotations.NullMarked;
