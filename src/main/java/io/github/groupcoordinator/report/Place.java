package io.github.groupcoordinator.report;

/**
 * A place on the time axis: the moment, and the step to the right within it. Virtual time stands still while much
 * happens, so that order within a moment has to be shown as a step to the right.
 */
record Place(int moment, int step) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
        return moment != other.moment ? Integer.compare(moment, other.moment) : Integer.compare(step, other.step);
    }
}
