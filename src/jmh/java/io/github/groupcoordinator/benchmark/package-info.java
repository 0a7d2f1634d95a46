/** The coordinator beside Kafka's own, in one run. */
package io.github.groupcoordinator.benchmark;
