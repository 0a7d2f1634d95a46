/** Producers, whose I/O thread runs under the baton. */
@NullMarked
package io.github.groupcoordinator.internal.client.producer;

import org.jspecify.annotations.NullMarked;
