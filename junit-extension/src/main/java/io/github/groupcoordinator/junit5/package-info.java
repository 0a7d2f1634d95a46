/** The JUnit 5 extension: tests against an in-memory Kafka cluster in virtual time. */
@NullMarked
package io.github.groupcoordinator.junit5;

import org.jspecify.annotations.NullMarked;
