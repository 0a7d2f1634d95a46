package io.github.groupcoordinator.report;

/**
 * Where something stands on the time axis: in which moment, and how far to the right within it. Virtual time stands
 * still while much happens, so that order within a moment has to be shown as a step to the right.
 */
record Place(int moment, int step) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
        return moment != other.moment ? Integer.compare(moment, other.moment) : Integer.compare(step, other.step);
    }
}
