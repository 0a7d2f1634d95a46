/** What a test can claim of a group and of the event log, with AssertJ or without. */
@NullMarked
package io.github.groupcoordinator.assertion;

import org.jspecify.annotations.NullMarked;
