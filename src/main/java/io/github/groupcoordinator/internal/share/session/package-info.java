/** Share sessions (KIP-932): which partitions a member fetches from a broker, without naming them each time. */
@NullMarked
package io.github.groupcoordinator.internal.share.session;

import org.jspecify.annotations.NullMarked;
