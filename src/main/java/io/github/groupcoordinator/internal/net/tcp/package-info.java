/** The TCP listener: its threads, its one ordered queue, and the one place where real time enters. */
@NullMarked
package io.github.groupcoordinator.internal.net.tcp;

import org.jspecify.annotations.NullMarked;
