/** Bugs that the public has reported of applications and configurations, each provoked by a short test. */
package io.github.groupcoordinator.samples.bugs;
