/** The samples in memory and on a real cluster, side by side. */
package io.github.groupcoordinator.onreal;
