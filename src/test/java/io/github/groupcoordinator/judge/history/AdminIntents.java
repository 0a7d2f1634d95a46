package io.github.groupcoordinator.judge.history;

import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Questions of administrators. */
final class AdminIntents {

    private AdminIntents() {}

    /** Describes groups. */
    record Describe(short version, List<String> groups, boolean operations) implements Intent {
        @Override
        public Asked request(Memory memory) {
            DescribeGroupsRequestData data = new DescribeGroupsRequestData()
                    .setGroups(groups)
                    .setIncludeAuthorizedOperations(version >= 3 && operations);
            return new Asked(ApiKeys.DESCRIBE_GROUPS, version, groups.get(0), data);
        }
    }

    /** Lists groups; filters are sent by the versions that know them. */
    record ListAll(short version, List<String> states, List<String> types) implements Intent {
        @Override
        public Asked request(Memory memory) {
            ListGroupsRequestData data = new ListGroupsRequestData();
            if (version >= 4) {
                data.setStatesFilter(states);
            }
            if (version >= 5) {
                data.setTypesFilter(types);
            }
            return new Asked(ApiKeys.LIST_GROUPS, version, "", data);
        }
    }

    /** Deletes groups. */
    record DeleteAll(short version, List<String> groups) implements Intent {
        @Override
        public Asked request(Memory memory) {
            return new Asked(
                    ApiKeys.DELETE_GROUPS,
                    version,
                    groups.get(0),
                    new DeleteGroupsRequestData().setGroupsNames(groups));
        }
    }
}
