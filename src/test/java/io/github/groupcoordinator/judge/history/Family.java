package io.github.groupcoordinator.judge.history;

import java.util.List;

/** The subject that a family of histories dwells on. The numbers are weights. */
enum Family {
    /** Dynamic members, now and then a static one. */
    CLASSIC(10, 12, 0, 6),
    /** Mostly static members. */
    STATIC(80, 10, 0, 6),
    /** Commits, fetches, deletions and expiry. */
    OFFSETS(20, 60, 2, 20),
    /** Failovers, unloaded partitions and failed appends. */
    FAILOVER(35, 20, 14, 6),
    /** Groups of the consumer protocol. */
    CONSUMER(35, 12, 3, 7),
    /** Members of both protocols in one group, which changes its protocol with them. */
    MIXED(35, 8, 3, 6),
    /** Offsets that are committed within transactions, among others. */
    TRANSACTIONS(20, 90, 4, 10),
    /** Share groups, and whoever keeps the state of their partitions. */
    SHARE(0, 0, 3, 7),
    /** Streams groups, and the topics that their topologies need. */
    STREAMS(0, 0, 3, 7);

    /** The families without the consumer protocol. */
    static final List<Family> CLASSIC_ONLY = List.of(CLASSIC, STATIC, OFFSETS, FAILOVER);

    final int staticPercent;
    final int offsets;
    final int incidents;
    final int admin;

    Family(int staticPercent, int offsets, int incidents, int admin) {
        this.staticPercent = staticPercent;
        this.offsets = offsets;
        this.incidents = incidents;
        this.admin = admin;
    }
}
