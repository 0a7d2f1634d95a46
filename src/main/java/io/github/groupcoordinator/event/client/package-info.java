/** The events of clients and of workers: what a test or the run of an application did to them, and where they skip. */
@NullMarked
package io.github.groupcoordinator.event.client;

import org.jspecify.annotations.NullMarked;
