/** The handlers of the APIs about access, quotas and users, of which there are none. */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.admin;

import org.jspecify.annotations.NullMarked;
