@NullMarked
package io.github.groupcoordinator.internal.broker.config;

import org.jspecify.annotations.NullMarked;
