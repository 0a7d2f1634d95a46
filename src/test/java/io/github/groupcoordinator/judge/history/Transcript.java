package io.github.groupcoordinator.judge.history;

import java.util.List;

/**
 * What one coordinator made of a history: an outcome per step, and the instant at which each step ended, so that the
 * other coordinator meets the same instants.
 *
 * @param cutAt the step at which a fault of the coordinator itself ended the history, or the number of steps
 */
record Transcript(List<Outcome> outcomes, long[] endedAtMs, int cutAt) {

    /**
     * What one step brought.
     *
     * @param asked the request in words, or the event
     * @param answers every answer that came in this step, also to earlier requests
     * @param appended every record that was appended in this step
     */
    record Outcome(String asked, List<String> answers, List<String> appended) {
        boolean agreesWith(Outcome other) {
            return answers.equals(other.answers) && appended.equals(other.appended);
        }
    }
}
