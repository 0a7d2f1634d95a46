/**
 * The group coordinator: finds or makes the group of a request, lets it decide, appends, applies and replies; what
 * concerns several protocols, as conversion, is here.
 */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.group;

import org.jspecify.annotations.NullMarked;
