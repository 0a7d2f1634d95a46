package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.ReplyToken;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.jspecify.annotations.Nullable;

/** A member of a group with what is volatile about it; only the group writes to it. */
final class Slot {
    ClassicMember member;
    boolean isNew;

    @Nullable
    ReplyToken<JoinGroupResponseData> parkedJoin;

    @Nullable
    ReplyToken<SyncGroupResponseData> parkedSync;

    Slot(ClassicMember member) {
        this.member = member;
    }
}
