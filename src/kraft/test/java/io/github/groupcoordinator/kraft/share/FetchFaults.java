package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;

/** Faults of fetching: what is reserved, read and answered, who is woken, what is dropped. */
final class FetchFaults {
    private FetchFaults() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(waiting());
        all.addAll(answering());
        all.addAll(requests());
        all.addAll(brokers());
        all.addAll(memory());
        return all;
    }

    private static List<Mutant> waiting() {
        Faults faults = new Faults("fetch/ShareFetch");
        faults.add("a fetch waits for its min bytes", "return bytes >= request.limits().minBytes();", "return true;");
        faults.add(
                "min bytes are enough",
                "return bytes >= request.limits().minBytes();",
                "return bytes > request.limits().minBytes();");
        faults.add(
                "a partition counts with its part of the bytes",
                "bytes += Math.min(available.bytes(), share);",
                "bytes += available.bytes();");
        faults.add(
                "a fetch behind the end, or in an older segment, does not wait",
                "if (available.enough())",
                "if (false)");
        faults.add("an error of the log ends the wait", "if (failed || hasEnough(offsets))", "if (hasEnough(offsets))");
        faults.add(
                "a partition without room is not fetched", "if (cached.partition().canAcquireRecords())", "if (true)");
        faults.add("a partition without room is given back", "} else { cached.partition().unlockForFetch(); }", "}");
        faults.add("a fetch that goes on waiting gives back what it has reserved", "} else { unlock(offsets); }", "}");
        faults.add(
                "a log is not read again from the same offset while its fetch waits",
                "if (!fetching(partition).knows(offset))",
                "if (true)");
        faults.add(
                "when the time is over a fetch takes what there is",
                "if (!done) { finish(reserve(), Collections.emptyMap());",
                "if (!done) { finish(Collections.emptyMap(), Collections.emptyMap());");
        return faults.all();
    }

    private static List<Mutant> answering() {
        Faults faults = new Faults("fetch/ShareFetch");
        faults.add("the number of records is for all partitions", "acquiredSoFar += acquired.count();", "");
        faults.add(
                "below the log start a fetch moves it",
                "moveToLogStart(partition, answer);",
                "answer.put(partition, FetchedPartition.empty());");
        faults.add("erroneous partitions are not read", "if (erroneous.containsKey(partition)) { continue; }", "");
        faults.add(
                "one batch at least comes of the first partition that has any",
                "nothingYet &= size == 0;",
                "nothingYet = false;");
        faults.add("one batch at least comes once", "nothingYet &= size == 0;", "");
        faults.add(
                "what was read while the fetch waited is acquired last",
                "Map<TopicIdPartition, ShareReplicas.Read> reads = read(missing, offsets); reads.putAll(alreadyRead);",
                "Map<TopicIdPartition, ShareReplicas.Read> reads = new LinkedHashMap<>(alreadyRead); "
                        + "reads.putAll(read(missing, offsets));");
        faults.add("batches before what was acquired are left out", "skipped += size; size = 0;", "");
        faults.add(
                "batches behind what was acquired are left out",
                "if (batch.baseOffset() > last && size > 0)",
                "if (false)");
        faults.add(
                "what failed is answered as erroneous",
                "offsets.keySet().forEach(partition -> fail(partition, Errors.UNKNOWN_SERVER_ERROR));",
                "");
        faults.add(
                "errors of partitions are told",
                "erroneous.forEach((partition, error) -> answer.put(partition, FetchedPartition.failed(error)));",
                "");
        return faults.all();
    }

    private static List<Mutant> requests() {
        Faults faults = new Faults("fetch/ShareBroker");
        faults.add("partitions rotate from epoch 1 on", "request.sessionEpoch() >= 1", "request.sessionEpoch() >= 2");
        faults.add(
                "partitions rotate to the left",
                "-(request.sessionEpoch() % partitions.size())",
                "request.sessionEpoch() % partitions.size()");
        faults.add("no records: an empty answer at once", "|| request.limits().maxRecords() == 0", "");
        faults.add("no bytes: an empty answer at once", "|| request.limits().maxBytes() == 0", "");
        faults.add(
                "a fetch that begins looks twice",
                "fetch.tryAgain(); } if (!fetch.isDone()) { fetch.waitUntil",
                "} if (!fetch.isDone()) { fetch.waitUntil");
        faults.add("errors everywhere are told at once", "if (fetch.isErroneousEverywhere())", "if (false)");
        faults.add("a partition that does not load is forgotten", "partitions.drop(key); fetch.fail(", "fetch.fail(");
        faults.add(
                "a partition that is being loaded is no error",
                "failure != null && failure.error() != Errors.LEADER_NOT_AVAILABLE",
                "failure != null");
        faults.add("a load wakes those who wait for it", "if (!atOnce[0]) { step(() -> waiting.wake(key)); }", "");
        Faults bytes = new Faults("fetch/MaxBytes");
        bytes.add(
                "partitions that are read later keep their part of the bytes",
                "maxBytes >= acquired ? acquired : reading",
                "reading");
        bytes.add("fewer bytes than none fail the fetch", "if (maxBytes <= 0)", "if (maxBytes < -1)");
        List<Mutant> all = new ArrayList<>(faults.all());
        all.addAll(bytes.all());
        return all;
    }

    private static List<Mutant> brokers() {
        Faults faults = new Faults("fetch/ShareBroker");
        faults.add("a fetch that is over lets other groups look again", "waiting.wake(key.partition());", "");
        faults.add(
                "a partition that is not in memory is unknown",
                "Errors.UNKNOWN_TOPIC_OR_PARTITION,",
                "Errors.INVALID_RECORD_STATE,");
        faults.add(
                "an acknowledgement that is fenced drops the partition",
                "partitions.dropIfFenced(key, outcome.error());",
                "");
        faults.add(
                "acknowledgements wake those who wait",
                "outcomes.put(partition, outcome); }); waiting.wake(key);",
                "outcomes.put(partition, outcome); });");
        faults.add(
                "those who are woken are told before who acknowledges",
                "if (allAsked && found.size() == expected)",
                "if (found.size() == expected && (allAsked || expected == 1))");
        faults.add(
                "a release that is fenced drops the partition",
                "partitions.dropIfFenced(key, failure == null ? Errors.NONE : failure.error())",
                "{ }");
        faults.add("a release ends the session", "sessions.close(member);", "");
        faults.add("a release wakes those who wait", "failure.error())); waiting.wake(key);", "failure.error()));");
        faults.add(
                "a connection that closes releases records",
                "public void memberLeft(ShareSessionKey key) { " + "releaseSession(key);",
                "public void memberLeft(ShareSessionKey key) {");
        faults.add("a group without sessions leaves memory", "step(() -> partitions.dropGroup(groupId));", "");
        faults.add(
                "a log that grows wakes those who wait",
                "public void logMoved(TopicIdPartition partition) { step(() -> waiting.wake(partition));",
                "public void logMoved(TopicIdPartition partition) {");
        faults.add("a partition that is lost leaves memory", "step(() -> partitions.dropAll(partition));", "");
        faults.add(
                "without share groups there are no sessions",
                "sessions.clear(); step(partitions::dropAll);",
                "step(partitions::dropAll);");
        faults.add(
                "without share groups there are no share partitions",
                "sessions.clear(); step(partitions::dropAll);",
                "sessions.clear();");
        return faults.all();
    }

    private static List<Mutant> memory() {
        Faults faults = new Faults("fetch/SharePartitions");
        faults.add(
                "no leader: dropped", "case NOT_LEADER_OR_FOLLOWER, FENCED_STATE_EPOCH,", "case FENCED_STATE_EPOCH,");
        faults.add("no group: dropped", "GROUP_ID_NOT_FOUND, UNKNOWN", "UNKNOWN");
        faults.add("no partition: dropped", "GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION", "GROUP_ID_NOT_FOUND");
        faults.add("what is dropped is fenced", "dropped.partition.markFenced();", "");
        faults.add("a drop lets those who wait look again", "markFenced(); wake.accept(key);", "markFenced();");
        faults.add(
                "only the lost partition is dropped",
                "filter(key -> key.partition().equals(partition))",
                "filter(key -> true)");
        faults.add(
                "only the empty group is dropped",
                "filter(key -> key.groupId().equals(groupId))",
                "filter(key -> true)");
        faults.add("a partition is in memory once", "cached.put(key, found);", "");
        return faults.all();
    }
}
