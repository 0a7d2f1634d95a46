/** What a test lets go wrong with requests, and what Kafka could show of it. */
@NullMarked
package io.github.groupcoordinator.fault;

import org.jspecify.annotations.NullMarked;
