package io.github.groupcoordinator.internal.broker;

import java.util.List;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData.AclCreation;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData.DeleteAclsFilter;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData.UserName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** One sensible request for each API about access, quotas and users. */
final class AdminSamples {
    private static final byte ANY = 1;
    private static final byte TOPIC = 2;
    private static final byte LITERAL = 3;
    private static final byte READ = 3;
    private static final byte ALLOW = 3;

    private AdminSamples() {}

    static ApiMessage of(ApiKeys api) {
        return switch (api) {
            case DESCRIBE_ACLS ->
                new DescribeAclsRequestData()
                        .setResourceTypeFilter(ANY)
                        .setPatternTypeFilter(LITERAL)
                        .setOperation(ANY)
                        .setPermissionType(ANY);
            case CREATE_ACLS -> new CreateAclsRequestData().setCreations(List.of(creation("orders"), creation("")));
            case DELETE_ACLS ->
                new DeleteAclsRequestData()
                        .setFilters(List.of(new DeleteAclsFilter()
                                .setResourceTypeFilter(ANY)
                                .setPatternTypeFilter(LITERAL)
                                .setOperation(ANY)
                                .setPermissionType(ANY)));
            case DESCRIBE_DELEGATION_TOKEN -> new DescribeDelegationTokenRequestData().setOwners(null);
            case DESCRIBE_CLIENT_QUOTAS -> quotas("user", (byte) 0, "anna");
            case DESCRIBE_USER_SCRAM_CREDENTIALS -> users("berta", "anna");
            default -> throw new IllegalArgumentException("No sample of " + api);
        };
    }

    static AclCreation creation(String topic) {
        return new AclCreation()
                .setResourceType(TOPIC)
                .setResourceName(topic)
                .setResourcePatternType(LITERAL)
                .setPrincipal("User:anna")
                .setHost("*")
                .setOperation(READ)
                .setPermissionType(ALLOW);
    }

    static DescribeClientQuotasRequestData quotas(String entityType, byte matchType, String match) {
        return new DescribeClientQuotasRequestData()
                .setComponents(List.of(new ComponentData()
                        .setEntityType(entityType)
                        .setMatchType(matchType)
                        .setMatch(match)));
    }

    static DescribeUserScramCredentialsRequestData users(String... names) {
        return new DescribeUserScramCredentialsRequestData()
                .setUsers(java.util.Arrays.stream(names)
                        .map(name -> new UserName().setName(name))
                        .toList());
    }
}
