/** Kafka Streams as it is, over a listener and in system time, on both of its protocols. */
package io.github.groupcoordinator.streams;
