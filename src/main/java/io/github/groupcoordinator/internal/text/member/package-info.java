/** The words by which events name the members that snapshots refer to. */
@NullMarked
package io.github.groupcoordinator.internal.text.member;

import org.jspecify.annotations.NullMarked;
