/** The supplier of clients for Kafka Streams; loaded by nobody who has no Kafka Streams. */
@NullMarked
package io.github.groupcoordinator.agent.streams;

import org.jspecify.annotations.NullMarked;
