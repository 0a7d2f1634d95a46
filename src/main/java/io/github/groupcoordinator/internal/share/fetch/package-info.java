/**
 * Fetching for share groups (KIP-932): the share partitions of a broker, and the requests that wait for their
 * records.
 */
@NullMarked
package io.github.groupcoordinator.internal.share.fetch;

import org.jspecify.annotations.NullMarked;
