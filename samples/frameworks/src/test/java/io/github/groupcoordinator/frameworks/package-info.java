/** Frameworks over Kafka's clients, whose applications run on a listener as they are. */
package io.github.groupcoordinator.frameworks;
