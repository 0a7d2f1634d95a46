/** A Micronaut application on a listener. */
package io.github.groupcoordinator.micronaut;
