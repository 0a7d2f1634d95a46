/**
 * Real clients on the in-memory wire and the virtual clock: makes them, closes them, and tells when a group is stable.
 */
@NullMarked
package io.github.groupcoordinator.internal.client;

import org.jspecify.annotations.NullMarked;
