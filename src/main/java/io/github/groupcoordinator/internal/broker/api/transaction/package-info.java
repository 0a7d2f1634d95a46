/** Handlers of the APIs about transactions and their producers. */
@NullMarked
package io.github.groupcoordinator.internal.broker.api.transaction;

import org.jspecify.annotations.NullMarked;
