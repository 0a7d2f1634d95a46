package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData.UserName;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData.DescribeUserScramCredentialsResult;
import org.apache.kafka.common.protocol.Errors;

/** DescribeUserScramCredentials v0: there are no users; each that is named is told so once, in alphabetical order. */
public final class DescribeUserScramCredentialsHandler extends RequestHandler<DescribeUserScramCredentialsRequestData> {

    public DescribeUserScramCredentialsHandler() {
        super(AdminApis.DESCRIBE_USER_SCRAM_CREDENTIALS);
    }

    @Override
    public void answer(Request request, DescribeUserScramCredentialsRequestData body) {
        DescribeUserScramCredentialsResponseData response =
                new DescribeUserScramCredentialsResponseData().setErrorMessage("");
        List<UserName> users = body.users();
        if (users != null) {
            List<String> named = users.stream().map(UserName::name).toList();
            Set<String> namedTwice = Duplicates.of(named);
            new TreeSet<>(named).forEach(user -> response.results().add(result(user, namedTwice.contains(user))));
        }
        request.reply(response);
    }

    private static DescribeUserScramCredentialsResult result(String user, boolean isNamedTwice) {
        DescribeUserScramCredentialsResult result = new DescribeUserScramCredentialsResult().setUser(user);
        return isNamedTwice
                ? result.setErrorCode(Errors.DUPLICATE_RESOURCE.code())
                        .setErrorMessage("User " + user + " is named twice in one request.")
                : result.setErrorCode(Errors.RESOURCE_NOT_FOUND.code())
                        .setErrorMessage("User " + user + " has no credentials.");
    }
}
