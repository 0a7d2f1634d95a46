package io.github.groupcoordinator.internal.client.seam;

/** A client of a cluster that is found behind the objects which a test holds. */
public interface Findable {

    /** Returns whether the object is this client, or what it is made of. */
    boolean is(Object candidate);
}
