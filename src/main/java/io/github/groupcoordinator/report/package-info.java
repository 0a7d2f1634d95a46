/** Timelines of what happened to groups: text for the console, and a page for the browser. */
@NullMarked
package io.github.groupcoordinator.report;

import org.jspecify.annotations.NullMarked;
