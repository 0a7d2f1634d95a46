package io.github.groupcoordinator.internal.real;

/** The parts of a real cluster that its clients have to do with. */
record Scene(Journal journal, Refusals refusals, ClusterAdmin admin, Belongings belongings) {}
