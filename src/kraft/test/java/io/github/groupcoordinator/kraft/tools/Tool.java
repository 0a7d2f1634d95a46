package io.github.groupcoordinator.kraft.tools;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.ClientMetricsCommand;
import org.apache.kafka.tools.ClusterTool;
import org.apache.kafka.tools.DelegationTokenCommand;
import org.apache.kafka.tools.DeleteRecordsCommand;
import org.apache.kafka.tools.FeatureCommand;
import org.apache.kafka.tools.GetOffsetShell;
import org.apache.kafka.tools.GroupsCommand;
import org.apache.kafka.tools.LeaderElectionCommand;
import org.apache.kafka.tools.LogDirsCommand;
import org.apache.kafka.tools.MetadataQuorumCommand;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.TransactionsCommand;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.apache.kafka.tools.consumer.group.ShareGroupCommand;
import org.apache.kafka.tools.reassign.ReassignPartitionsCommand;
import org.apache.kafka.tools.streams.StreamsGroupCommand;

/** One run of a tool in this process, by the name of its script without {@code kafka-} and {@code .sh}. */
final class Tool {
    private static final Map<String, Class<?>> MAINS = Map.ofEntries(
            Map.entry("acls", org.apache.kafka.tools.AclCommand.class),
            Map.entry("client-metrics", ClientMetricsCommand.class),
            Map.entry("cluster", ClusterTool.class),
            Map.entry("configs", kafka.admin.ConfigCommand.class),
            Map.entry("consumer-groups", ConsumerGroupCommand.class),
            Map.entry("delegation-tokens", DelegationTokenCommand.class),
            Map.entry("delete-records", DeleteRecordsCommand.class),
            Map.entry("features", FeatureCommand.class),
            Map.entry("get-offsets", GetOffsetShell.class),
            Map.entry("groups", GroupsCommand.class),
            Map.entry("leader-election", LeaderElectionCommand.class),
            Map.entry("log-dirs", LogDirsCommand.class),
            Map.entry("metadata-quorum", MetadataQuorumCommand.class),
            Map.entry("reassign-partitions", ReassignPartitionsCommand.class),
            Map.entry("share-groups", ShareGroupCommand.class),
            Map.entry("streams-groups", StreamsGroupCommand.class),
            Map.entry("topics", TopicCommand.class),
            Map.entry("transactions", TransactionsCommand.class));

    private Tool() {}

    /** The end of the process that the tool believes to be in. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the tool has ended", null, false, false);
        }
    }

    /** Returns what it printed to both outputs, and its exit code. */
    static String run(String bootstrapServers, String tool, List<String> arguments)
            throws ReflectiveOperationException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] end = new String[1];
        PrintStream out = System.out;
        PrintStream err = System.err;
        Exit.setExitProcedure((code, message) -> {
            if (end[0] == null) {
                String last = message == null ? "" : " " + message;
                end[0] = bytes.toString(StandardCharsets.UTF_8) + "exit " + code + last;
            }
            throw new Ended();
        });
        try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            Method main = MAINS.get(tool).getMethod("main", String[].class);
            List<String> all = new ArrayList<>(arguments);
            // A subcommand's own option, but in those tools that take it before the subcommand.
            all.addAll(tool.equals("cluster") ? all.size() : 0, List.of("--bootstrap-server", bootstrapServers));
            main.invoke(null, (Object) all.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            if (end[0] == null) {
                end[0] = bytes.toString(StandardCharsets.UTF_8) + "throws " + e.getCause();
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
            Exit.resetExitProcedure();
        }
        return end[0] == null ? bytes.toString(StandardCharsets.UTF_8) + "exit 0" : end[0];
    }
}
