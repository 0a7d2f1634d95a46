/**
 * The orders of Kafka's value types, in which everything is listed and rendered; and those of the hash tables by which
 * Kafka decides.
 */
@NullMarked
package io.github.groupcoordinator.internal.order;

import org.jspecify.annotations.NullMarked;
