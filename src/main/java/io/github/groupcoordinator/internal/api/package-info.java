/**
 * The APIs that are served, a descriptor each: key, versions, notes, the subject of a request, and the errors that
 * Kafka gives.
 */
@NullMarked
package io.github.groupcoordinator.internal.api;

import org.jspecify.annotations.NullMarked;
