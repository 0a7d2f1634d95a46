package io.github.groupcoordinator.judge.history;

import java.util.List;
import java.util.Set;

/**
 * The course of a history as one coordinator made it: an outcome per step, and under which circumstances.
 *
 * @param cutAt the step at which a fault of the coordinator itself ended the history, or the number of steps
 */
record Transcript(List<Outcome> outcomes, List<Circumstances> circumstances, int cutAt) {

    /**
     * The circumstances that the judge tells before or after a step, so that the other coordinator meets the same.
     *
     * @param endedAtMs the instant at which the step ended
     * @param groupsWithoutProtocol the classic groups that had not agreed on a protocol before it
     */
    record Circumstances(long endedAtMs, Set<String> groupsWithoutProtocol) {}

    /**
     * The outcome of one step.
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
