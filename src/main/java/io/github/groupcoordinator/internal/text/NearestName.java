package io.github.groupcoordinator.internal.text;

import java.util.Collection;

/** The nearest of known names to one that is not known: the one that is perhaps meant. */
public final class NearestName {
    private NearestName() {}

    /**
     * Returns the nearest name, the first of the known ones if several are as near.
     *
     * @param atMost the largest Levenshtein distance that still is near
     * @return the empty string if all are farther
     */
    public static String of(String name, Collection<String> known, int atMost) {
        String best = "";
        int bestDistance = atMost + 1;
        for (String candidate : known) {
            // Their lengths differ by no more than their letters.
            if (Math.abs(name.length() - candidate.length()) < bestDistance) {
                int distance = distance(name, candidate);
                if (distance < bestDistance) {
                    best = candidate;
                    bestDistance = distance;
                }
            }
        }
        return best;
    }

    /** Returns the Levenshtein distance of two names. */
    public static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
