/** The positions that consumers reset because their own is missing or cannot be read from any more. */
@NullMarked
package io.github.groupcoordinator.internal.client.position;

import org.jspecify.annotations.NullMarked;
