/** The application's own threads in virtual time: who they are, whose turn it is, and when all of them are quiet. */
@NullMarked
package io.github.groupcoordinator.internal.thread;

import org.jspecify.annotations.NullMarked;
