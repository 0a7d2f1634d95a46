/** The cluster of a Spring test: a bean of its context. Loaded by Spring, or where Spring is. */
@NullMarked
package io.github.groupcoordinator.junit5.internal.spring;

import org.jspecify.annotations.NullMarked;
