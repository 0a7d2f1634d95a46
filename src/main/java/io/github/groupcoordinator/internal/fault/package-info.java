/** Declared faults at work: what they wait for, what they do to requests, and which errors Kafka can give. */
@NullMarked
package io.github.groupcoordinator.internal.fault;

import org.jspecify.annotations.NullMarked;
