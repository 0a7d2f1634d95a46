package io.github.groupcoordinator.internal.text.member;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;

/** The text of a member as its ids are, for a text that escapes itself. */
public final class MemberText {
    private MemberText() {}

    /** Returns the client id first, because that is the name which a test gave. */
    public static String of(MemberRef member) {
        return Text.member(member.memberId(), member.clientId(), member.groupInstanceId());
    }
}
