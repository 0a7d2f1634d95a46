/** The words of events and their canonical order, which makes the text of a log the same on every JVM. */
@NullMarked
package io.github.groupcoordinator.internal.text;

import org.jspecify.annotations.NullMarked;
