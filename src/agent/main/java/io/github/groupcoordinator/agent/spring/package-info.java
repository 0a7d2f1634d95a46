/** Factories of Spring Kafka whose clients are those of a cluster; loaded by nobody who has no Spring Kafka. */
@NullMarked
package io.github.groupcoordinator.agent.spring;

import org.jspecify.annotations.NullMarked;
