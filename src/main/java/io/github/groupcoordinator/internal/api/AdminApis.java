package io.github.groupcoordinator.internal.api;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.List;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The APIs about what a cluster without an authorizer, quotas and users does not have: they are answered as by a broker
 * of Kafka that has none of it either.
 */
public final class AdminApis {
    public static final Api<DescribeAclsRequestData> DESCRIBE_ACLS = new Api<>(
            ApiKeys.DESCRIBE_ACLS,
            DescribeAclsRequestData.class,
            Role.ANY_BROKER,
            Versions.of(1, 3, "SECURITY_DISABLED: there is no authorizer"),
            Names.none(),
            ApiErrors.of(SECURITY_DISABLED, CLUSTER_AUTHORIZATION_FAILED, INVALID_REQUEST));

    public static final Api<CreateAclsRequestData> CREATE_ACLS = new Api<>(
            ApiKeys.CREATE_ACLS,
            CreateAclsRequestData.class,
            Role.CONTROLLER,
            Versions.of(1, 3, "SECURITY_DISABLED for each: there is no authorizer"),
            Names.none(),
            ApiErrors.of(
                    SECURITY_DISABLED,
                    CLUSTER_AUTHORIZATION_FAILED,
                    INVALID_REQUEST,
                    NOT_CONTROLLER,
                    REQUEST_TIMED_OUT));

    public static final Api<DeleteAclsRequestData> DELETE_ACLS = new Api<>(
            ApiKeys.DELETE_ACLS,
            DeleteAclsRequestData.class,
            Role.CONTROLLER,
            Versions.of(1, 3, "SECURITY_DISABLED for each: there is no authorizer"),
            Names.none(),
            ApiErrors.of(
                    SECURITY_DISABLED,
                    CLUSTER_AUTHORIZATION_FAILED,
                    INVALID_REQUEST,
                    NOT_CONTROLLER,
                    REQUEST_TIMED_OUT));

    public static final Api<DescribeDelegationTokenRequestData> DESCRIBE_DELEGATION_TOKEN = new Api<>(
            ApiKeys.DESCRIBE_DELEGATION_TOKEN,
            DescribeDelegationTokenRequestData.class,
            Role.ANY_BROKER,
            Versions.of(1, 3, "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: nobody is authenticated"),
            Names.none(),
            ApiErrors.of(
                    DELEGATION_TOKEN_AUTH_DISABLED,
                    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
                    DELEGATION_TOKEN_AUTHORIZATION_FAILED));

    public static final Api<DescribeClientQuotasRequestData> DESCRIBE_CLIENT_QUOTAS = new Api<>(
            ApiKeys.DESCRIBE_CLIENT_QUOTAS,
            DescribeClientQuotasRequestData.class,
            Role.ANY_BROKER,
            Versions.of(0, 1, "there are none; filters are checked"),
            Names.none(),
            ApiErrors.of(CLUSTER_AUTHORIZATION_FAILED, INVALID_REQUEST, UNSUPPORTED_VERSION));

    public static final Api<DescribeUserScramCredentialsRequestData> DESCRIBE_USER_SCRAM_CREDENTIALS = new Api<>(
            ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
            DescribeUserScramCredentialsRequestData.class,
            Role.ANY_BROKER,
            Versions.of(
                    0,
                    0,
                    "nobody has any: RESOURCE_NOT_FOUND for each that is asked for, "
                            + "DUPLICATE_RESOURCE for one that is named twice"),
            Names.none(),
            ApiErrors.of(CLUSTER_AUTHORIZATION_FAILED, RESOURCE_NOT_FOUND, DUPLICATE_RESOURCE));

    private AdminApis() {}

    static List<Api<?>> all() {
        return List.of(
                DESCRIBE_ACLS,
                CREATE_ACLS,
                DELETE_ACLS,
                DESCRIBE_DELEGATION_TOKEN,
                DESCRIBE_CLIENT_QUOTAS,
                DESCRIBE_USER_SCRAM_CREDENTIALS);
    }
}
