/**
 * The coordinator runtime: partitions of an internal topic that are loaded, served and given up, their log, and their
 * timers; every coordinator is built on it.
 */
@NullMarked
package io.github.groupcoordinator.internal.coordinator;

import org.jspecify.annotations.NullMarked;
