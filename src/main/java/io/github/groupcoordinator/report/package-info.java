/** Renders what happened to groups, for people: as text for the console and as a page for the browser. */
@NullMarked
package io.github.groupcoordinator.report;

import org.jspecify.annotations.NullMarked;
