/** The handlers of the APIs about access, quotas, users and reassignments, of which there are none. */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.admin;

import org.jspecify.annotations.NullMarked;
