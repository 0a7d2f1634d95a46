package io.github.groupcoordinator.report;

/**
 * A stretch of time in which a client believed that it owned the same partitions of one topic.
 *
 * @param row which row of its lane it is drawn in
 * @param numbers the partitions, as {@code 0-3, 7}
 * @param zombie whether the coordinator had already taken the member out of the group
 * @param detail a line that tells all
 */
record Bar(int row, String topic, String numbers, boolean zombie, Place from, Place to, String detail) {}
