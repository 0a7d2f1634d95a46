/** A Quarkus application. */
package io.github.groupcoordinator.quarkus;
