/** Faults that a test declares on requests, and the errors that Kafka can give. */
@NullMarked
package io.github.groupcoordinator.fault;

import org.jspecify.annotations.NullMarked;
