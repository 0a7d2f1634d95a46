/** The orders of Kafka's value types, in which everything is listed and rendered. */
@NullMarked
package io.github.groupcoordinator.internal.order;

import org.jspecify.annotations.NullMarked;
