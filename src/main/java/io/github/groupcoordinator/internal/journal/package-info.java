/** The event log as the cluster uses it: where its parts append events, and what is read out of the log again. */
@NullMarked
package io.github.groupcoordinator.internal.journal;

import org.jspecify.annotations.NullMarked;
