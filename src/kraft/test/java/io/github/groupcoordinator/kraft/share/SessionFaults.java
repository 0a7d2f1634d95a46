package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;

/** Faults of share sessions. */
final class SessionFaults {
    private SessionFaults() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(shareSession());
        all.addAll(shareSessionContext());
        all.addAll(shareSessions());
        all.addAll(acknowledgementsAndConnections());
        return all;
    }

    private static List<Mutant> shareSession() {
        Faults faults = new Faults("session/ShareSession");
        faults.add("epochs begin with 1", "private int epoch = 1;", "private int epoch = 2;");
        faults.add("each request counts", "Integer.MAX_VALUE ? 1 : epoch + 1; }", "Integer.MAX_VALUE ? 1 : epoch; }");
        faults.add(
                "the first answer of new partitions names them",
                "new Entry(partition, true)",
                "new Entry(partition, false)");
        faults.add(
                "partitions that open the session are no news",
                "new Entry(partition, false)",
                "new Entry(partition, true)");
        faults.add(
                "forgotten partitions go",
                "forgotten.forEach(partition -> partitions.remove(Place.of(partition)));",
                "");
        faults.add("a partition stays under its first name", "partitions.putIfAbsent(", "partitions.put(");
        faults.add("records are told", "boolean told = hasRecords || entry.isNews", "boolean told = entry.isNews");
        faults.add("news is told once", "entry.isNews = hasError;", "entry.isNews = entry.isNews || hasError;");
        faults.add("that an error has gone is told", "entry.isNews = hasError;", "entry.isNews = false;");
        faults.add("errors are told", "|| entry.isNews || hasError;", "|| entry.isNews;");
        faults.add("a partition that brought records goes to the end", "if (hasRecords) {", "if (false) {");
        faults.add("an answer that comes too late is refused", "? this : null", "? this : this");
        return faults.all();
    }

    private static List<Mutant> shareSessionContext() {
        Faults faults = new Faults("session/ShareSessionContext");
        faults.add(
                "the first answer names all",
                "if (of == null) { return answered; }",
                "if (of == null) { return List.of(); }");
        return faults.all();
    }

    private static List<Mutant> shareSessions() {
        Faults faults = new Faults("session/ShareSessions");
        faults.add(
                "a final request needs a session",
                "find(request.key()); return ShareSessionContext.last();",
                "return ShareSessionContext.last();");
        faults.add(
                "a request of another epoch is refused",
                "if (session.epoch() != epoch)",
                "if (session.epoch() < epoch)");
        faults.add(
                "a fetch counts",
                "session.update(request.asked(), request.forgotten()); session.nextEpoch();",
                "session.update(request.asked(), request.forgotten());");
        faults.add(
                "a request that opens a session acknowledges nothing",
                "if (request.hasAcknowledgements())",
                "if (false)");
        faults.add(
                "a request that opens a session names a partition once",
                "if (ShareSession.namesOneTwice(request.asked()))",
                "if (false)");
        faults.add(
                "a new session replaces the old one",
                "remove(request.key()); if (ShareSession.namesOneTwice(request.asked()))",
                "if (ShareSession.namesOneTwice(request.asked()))");
        faults.add("the cache is bounded", "sessions.size() >= maxSessions", "sessions.size() > maxSessions");
        faults.add(
                "members of groups are counted",
                "membersOfGroups.merge(request.key().groupId(), 1, Integer::sum);",
                "");
        faults.add(
                "members that go are counted",
                "membersOfGroups.computeIfPresent(key.groupId(), (group, members) -> members - 1);",
                "");
        faults.add(
                "a connection knows the session it opened last",
                "openedBy.put(request.connectionId(), new Opened(request.key()));",
                "openedBy.putIfAbsent(request.connectionId(), new Opened(request.key()));");
        return faults.all();
    }

    private static List<Mutant> acknowledgementsAndConnections() {
        Faults faults = new Faults("session/ShareSessions");
        faults.add("an acknowledgement opens no session", "if (epoch == INITIAL_EPOCH) { throw", "if (false) { throw");
        faults.add(
                "an acknowledgement counts",
                "requireEpoch(session, epoch); session.nextEpoch(); } }",
                "requireEpoch(session, epoch); } }");
        faults.add(
                "a final acknowledgement has no epoch to be checked",
                "if (epoch != FINAL_EPOCH) { requireEpoch",
                "if (true) { requireEpoch");
        faults.add(
                "the last session of a connection is stale when any of its sessions goes", "opened.stale = true;", "");
        faults.add("a stale session is not taken along", "if (!opened.stale && sessions", "if (sessions");
        faults.add("a connection takes its session along", "listener.memberLeft(opened.key); remove(opened.key);", "");
        faults.add(
                "a connection takes its session along once",
                "openedBy.remove(connectionId);",
                "openedBy.get(connectionId);");
        faults.add(
                "a group without sessions is told", "if (membersOfGroups.getOrDefault(groupId, 0) == 0)", "if (false)");
        faults.add(
                "a group with sessions is not told", "if (membersOfGroups.getOrDefault(groupId, 0) == 0)", "if (true)");
        faults.add("clearing forgets sessions", "sessions.clear();", "");
        faults.add("clearing forgets members", "membersOfGroups.clear();", "");
        return faults.all();
    }
}
