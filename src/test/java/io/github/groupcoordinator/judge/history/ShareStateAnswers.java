package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.message.DeleteShareGroupStateResponseData;
import org.apache.kafka.common.message.InitializeShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Writes the answers of share coordinators as text: without messages, and partitions in order. */
final class ShareStateAnswers {

    private ShareStateAnswers() {}

    static String text(ApiMessage answer) {
        List<String> partitions = new ArrayList<>();
        if (answer instanceof InitializeShareGroupStateResponseData initialized) {
            initialized.results().forEach(topic -> topic.partitions()
                    .forEach(partition -> partitions.add(topic.topicId() + " " + partition.setErrorMessage(null))));
        } else if (answer instanceof ReadShareGroupStateResponseData read) {
            read.results().forEach(topic -> topic.partitions()
                    .forEach(partition -> partitions.add(topic.topicId() + " " + partition.setErrorMessage(null))));
        } else if (answer instanceof WriteShareGroupStateResponseData written) {
            written.results().forEach(topic -> topic.partitions()
                    .forEach(partition -> partitions.add(topic.topicId() + " " + partition.setErrorMessage(null))));
        } else if (answer instanceof DeleteShareGroupStateResponseData deleted) {
            deleted.results().forEach(topic -> topic.partitions()
                    .forEach(partition -> partitions.add(topic.topicId() + " " + partition.setErrorMessage(null))));
        } else if (answer instanceof ReadShareGroupStateSummaryResponseData summary) {
            summary.results().forEach(topic -> topic.partitions()
                    .forEach(partition -> partitions.add(topic.topicId() + " " + partition.setErrorMessage(null))));
        }
        Collections.sort(partitions);
        return partitions.toString();
    }
}
