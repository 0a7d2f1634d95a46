package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.Transcript.Outcome;
import java.util.List;

/** The first step on which two coordinators disagree. */
record Divergence(History history, int step, Transcript kafkas, Transcript others) {

    /** Writes the history as steps that a person can read, with both answers at the end. */
    String story() {
        StringBuilder text = new StringBuilder();
        text.append("family ").append(history.family()).append(", seed ").append(history.seed());
        text.append(", broker properties ").append(history.brokerProperties()).append('\n');
        for (int i = 0; i < step; i++) {
            Outcome outcome = kafkas.outcomes().get(i);
            text.append(String.format("%3d. %s%n", i + 1, outcome.asked()));
            outcome.answers()
                    .forEach(answer -> text.append("       ").append(answer).append('\n'));
        }
        text.append(
                String.format("%3d. %s%n", step + 1, kafkas.outcomes().get(step).asked()));
        tell(text, "Kafka's", kafkas.outcomes().get(step));
        if (step < others.outcomes().size()) {
            tell(text, "ours   ", others.outcomes().get(step));
        } else {
            text.append("       ours    ended before\n");
        }
        return text.toString();
    }

    private static void tell(StringBuilder text, String who, Outcome outcome) {
        List<String> answers = outcome.answers().isEmpty() ? List.of("(no answer)") : outcome.answers();
        answers.forEach(answer ->
                text.append("       ").append(who).append(' ').append(answer).append('\n'));
        outcome.appended().forEach(record -> text.append("       ")
                .append(who)
                .append(" appended ")
                .append(record)
                .append('\n'));
    }
}
