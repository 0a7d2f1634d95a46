package io.github.groupcoordinator.internal.share.session;

/** A member of a share group, as a broker knows its session. */
public record ShareSessionKey(String groupId, String memberId) {}
