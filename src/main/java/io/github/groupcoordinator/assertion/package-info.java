/** Assertions on groups and on the event log, with AssertJ or without. */
@NullMarked
package io.github.groupcoordinator.assertion;

import org.jspecify.annotations.NullMarked;
