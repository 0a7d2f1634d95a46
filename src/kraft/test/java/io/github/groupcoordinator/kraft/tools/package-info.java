/** Kafka's own command line tools: what each prints and ends with, on Kafka's broker and on ours. */
package io.github.groupcoordinator.kraft.tools;
