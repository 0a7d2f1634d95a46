/** Handlers of the APIs about topics, configurations and the cluster itself. */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.topic;

import org.jspecify.annotations.NullMarked;
