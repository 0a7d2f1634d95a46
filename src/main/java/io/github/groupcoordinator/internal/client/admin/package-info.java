/** Admin clients, whose I/O thread runs under the baton. */
@NullMarked
package io.github.groupcoordinator.internal.client.admin;

import org.jspecify.annotations.NullMarked;
