/** The properties of brokers, topics and groups: names, types, ranges, defaults. */
@NullMarked
package io.github.groupcoordinator.internal.broker.config;

import org.jspecify.annotations.NullMarked;
