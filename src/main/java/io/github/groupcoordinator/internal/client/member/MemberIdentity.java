package io.github.groupcoordinator.internal.client.member;

/** The member id and generation or epoch that a consumer believes to have in its group. */
public interface MemberIdentity {

    /** Returns the member id, empty while it has none. */
    String memberId();

    /** Returns the generation, or the member epoch, that it believes to be in; -1 while it is in none. */
    int generationId();

    /** Returns the same, but still the last one after it was thrown out, until its listener knows; -1 if unknown. */
    default int lastGenerationId() {
        return generationId();
    }
}
