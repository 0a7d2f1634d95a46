/**
 * The seam of a client of kafka-clients: opens it by reflection and puts it on the in-memory wire and the virtual
 * clock.
 */
@NullMarked
package io.github.groupcoordinator.internal.client.seam;

import org.jspecify.annotations.NullMarked;
