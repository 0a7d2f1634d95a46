/** The consumer protocol (KIP-848): what each request and each timer comes to. */
@NullMarked
package io.github.groupcoordinator.internal.group.consumer;

import org.jspecify.annotations.NullMarked;
