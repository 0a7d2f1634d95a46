package io.github.groupcoordinator.internal.group.streams.assignor;

/**
 * The number of tasks up to which a member keeps what it had. Whoever reaches it is out of the reckoning, and what is
 * left is shared by the others anew.
 */
final class Quota {
    private int tasks;
    private int members;
    private int perMember;

    Quota(int tasks, int members) {
        this.tasks = tasks;
        this.members = members;
        share();
    }

    private void share() {
        perMember = members == 0 ? 0 : (tasks + members - 1) / members;
    }

    boolean leavesRoomFor(int count) {
        return count < perMember;
    }

    /** Notes that a member has so many tasks now. */
    void reached(int count) {
        if (count == perMember) {
            members--;
            tasks -= count;
            share();
        }
    }
}
