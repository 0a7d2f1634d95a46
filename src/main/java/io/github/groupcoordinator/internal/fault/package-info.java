/** What a fault does to a request, and what the broker asks about each. */
@NullMarked
package io.github.groupcoordinator.internal.fault;

import org.jspecify.annotations.NullMarked;
