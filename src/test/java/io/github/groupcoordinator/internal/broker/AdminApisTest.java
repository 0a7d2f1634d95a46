package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The answers of Kafka 4.3.1's own broker, taken down from one without authorizer, quotas and users. */
class AdminApisTest {
    private final BrokerDriver driver = new BrokerDriver();

    private <T extends ApiMessage> T ask(ApiKeys api, int version, ApiMessage request, Class<T> type) {
        return driver.client().call(api, version, request, type);
    }

    @Test
    void aclsAreDisabledWithoutAnAuthorizer() {
        DescribeAclsResponseData described =
                ask(ApiKeys.DESCRIBE_ACLS, 3, AdminSamples.of(ApiKeys.DESCRIBE_ACLS), DescribeAclsResponseData.class);
        assertThat(described.errorCode()).isEqualTo(Errors.SECURITY_DISABLED.code());
        assertThat(described.errorMessage()).isEqualTo("No Authorizer is configured on the broker");
        assertThat(described.resources()).isEmpty();

        CreateAclsResponseData created =
                ask(ApiKeys.CREATE_ACLS, 3, AdminSamples.of(ApiKeys.CREATE_ACLS), CreateAclsResponseData.class);
        assertThat(created.results()).hasSize(2).allSatisfy(result -> {
            assertThat(result.errorCode()).isEqualTo(Errors.SECURITY_DISABLED.code());
            assertThat(result.errorMessage()).isEqualTo("No Authorizer is configured.");
        });

        DeleteAclsResponseData deleted =
                ask(ApiKeys.DELETE_ACLS, 3, AdminSamples.of(ApiKeys.DELETE_ACLS), DeleteAclsResponseData.class);
        assertThat(deleted.filterResults()).hasSize(1).allSatisfy(result -> {
            assertThat(result.errorCode()).isEqualTo(Errors.SECURITY_DISABLED.code());
            assertThat(result.matchingAcls()).isEmpty();
        });
    }

    @Test
    void whoeverIsNotAuthenticatedMayNotAskForDelegationTokens() {
        DescribeDelegationTokenResponseData answer = ask(
                ApiKeys.DESCRIBE_DELEGATION_TOKEN,
                3,
                AdminSamples.of(ApiKeys.DESCRIBE_DELEGATION_TOKEN),
                DescribeDelegationTokenResponseData.class);

        assertThat(answer.errorCode()).isEqualTo(Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code());
        assertThat(answer.tokens()).isEmpty();
    }

    private DescribeClientQuotasResponseData quotas(DescribeClientQuotasRequestData request) {
        return ask(ApiKeys.DESCRIBE_CLIENT_QUOTAS, 1, request, DescribeClientQuotasResponseData.class);
    }

    private Errors refusal(DescribeClientQuotasRequestData request) {
        DescribeClientQuotasResponseData answer = quotas(request);
        assertThat(answer.entries()).isNull();
        return Errors.forCode(answer.errorCode());
    }

    @Test
    void thereAreNoQuotas() {
        for (String type : List.of("user", "client-id", "ip")) {
            DescribeClientQuotasResponseData answer = quotas(AdminSamples.quotas(type, (byte) 2, null));
            assertThat(answer.errorCode()).as(type).isZero();
            assertThat(answer.errorMessage()).isEmpty();
            assertThat(answer.entries()).isEmpty();
        }
    }

    @Test
    void filterOfQuotasThatMakesNoSenseIsRefused() {
        assertThat(refusal(AdminSamples.quotas("x", (byte) 0, "a"))).isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(refusal(AdminSamples.quotas("", (byte) 0, "a"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(AdminSamples.quotas("user", (byte) 3, null))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(AdminSamples.quotas("user", (byte) -1, null))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(AdminSamples.quotas("user", (byte) 0, null))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(AdminSamples.quotas("user", (byte) 1, "a"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(AdminSamples.quotas("user", (byte) 2, "a"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(both("user", "user"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(refusal(both("user", "ip"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(quotas(both("user", "client-id")).errorCode()).isZero();
    }

    private static DescribeClientQuotasRequestData both(String first, String second) {
        DescribeClientQuotasRequestData filter = AdminSamples.quotas(first, (byte) 0, "a");
        List<DescribeClientQuotasRequestData.ComponentData> components = new ArrayList<>(filter.components());
        components.addAll(AdminSamples.quotas(second, (byte) 0, "b").components());
        return filter.setComponents(components);
    }

    private DescribeUserScramCredentialsResponseData users(DescribeUserScramCredentialsRequestData request) {
        return ask(ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS, 0, request, DescribeUserScramCredentialsResponseData.class);
    }

    @Test
    void nobodyHasScramCredentials() {
        DescribeUserScramCredentialsResponseData all =
                users(new DescribeUserScramCredentialsRequestData().setUsers(null));
        assertThat(all.errorCode()).isZero();
        assertThat(all.errorMessage()).isEmpty();
        assertThat(all.results()).isEmpty();

        assertThat(users(AdminSamples.users("b", "a", "b")).results())
                .extracting(result -> result.user() + " " + Errors.forCode(result.errorCode()))
                .containsExactly("a RESOURCE_NOT_FOUND", "b DUPLICATE_RESOURCE");
    }
}
