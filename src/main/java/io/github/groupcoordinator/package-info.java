/** An in-memory Kafka cluster for unit tests, in virtual time, driven by the real clients. */
@NullMarked
package io.github.groupcoordinator;

import org.jspecify.annotations.NullMarked;
