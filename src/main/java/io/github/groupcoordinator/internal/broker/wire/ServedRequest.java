package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.RequestView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A request of the log at the moment of asking; decoded when somebody looks. */
public final class ServedRequest implements RequestView {
    // Kafka's generated classes have no common way to their error codes but their text, in which strings are quoted.
    private static final char QUOTE = '\'';
    private static final String ERROR_CODE = "errorCode=";

    private final long timeMs;
    private final int nodeId;
    private final ApiKeys api;
    private final short version;
    private final String clientId;
    private final LoggedRequest.Frame body;
    private final LoggedRequest.@Nullable Answer answer;
    private final LoggedRequest.@Nullable Digest digest;

    ServedRequest(LoggedRequest logged) {
        this.timeMs = logged.timeMs();
        this.nodeId = logged.nodeId();
        this.api = logged.api();
        this.version = logged.version();
        this.clientId = logged.clientId();
        this.body = logged.body();
        this.answer = logged.answer();
        this.digest = logged.digest();
    }

    @Override
    public Instant at() {
        return Instant.ofEpochMilli(timeMs);
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public String api() {
        return api.name;
    }

    @Override
    public short apiKey() {
        return api.id;
    }

    @Override
    public short version() {
        return version;
    }

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public List<String> groupIds() {
        ApiMessage request = decodeRequest();
        if (request != null) {
            return Collections.unmodifiableList(Apis.subject(request).groupIds());
        }
        return digest == null ? List.of() : digest.groupIds();
    }

    @Override
    public String request() {
        ApiMessage request = decodeRequest();
        return request == null ? undecoded(body) : Text.shown(request.toString());
    }

    @Override
    public Optional<String> response() {
        if (answer == null) {
            return Optional.empty();
        }
        ApiMessage response = decodeResponse(answer);
        return Optional.of(response == null ? undecoded(answer.frame()) : Text.shown(response.toString()));
    }

    @Override
    public List<String> errors() {
        ApiMessage response = answer == null ? null : decodeResponse(answer);
        if (response == null) {
            return digest == null ? List.of() : digest.errors();
        }
        return errorsIn(response.toString());
    }

    /** Reads by hand what each answer is asked that gives its bytes up, however many partitions it has. */
    static List<String> errorsIn(String text) {
        Set<String> names = new LinkedHashSet<>();
        int quote = text.indexOf(QUOTE);
        int code = text.indexOf(ERROR_CODE);
        while (code >= 0) {
            int closing = quote >= 0 && quote < code ? text.indexOf(QUOTE, quote + 1) : -1;
            if (closing >= 0) {
                quote = text.indexOf(QUOTE, closing + 1);
                code = closing < code ? code : text.indexOf(ERROR_CODE, closing + 1);
            } else {
                int begin = code + ERROR_CODE.length();
                int end = endOfNumber(text, begin);
                if (end > begin) {
                    addError(names, Short.parseShort(text.substring(begin, end)));
                }
                code = text.indexOf(ERROR_CODE, begin);
            }
        }
        return new ArrayList<>(names);
    }

    private static void addError(Set<String> names, short code) {
        Errors error = Errors.forCode(code);
        if (error != Errors.NONE) {
            names.add(error.name());
        }
    }

    /** Returns where a number ends that begins there, which is where it begins if there is none. */
    private static int endOfNumber(String text, int begin) {
        int digits = text.startsWith("-", begin) ? begin + 1 : begin;
        int end = digits;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end > digits ? end : begin;
    }

    @Override
    public Optional<Duration> duration() {
        return answer == null ? Optional.empty() : Optional.of(Duration.ofMillis(answer.timeMs() - timeMs));
    }

    @Override
    public String describe() {
        List<String> groups = groupIds();
        String about = groups.isEmpty() ? "" : " about " + String.join(", ", groups);
        return Text.shown(clientId + ": " + Apis.name(api, version) + about + ": " + outcome());
    }

    private String outcome() {
        if (answer == null) {
            return "no response";
        }
        List<String> errors = errors();
        long tookMs = answer.timeMs() - timeMs;
        String result = errors.isEmpty() ? "answered" : String.join(", ", errors);
        return tookMs == 0 ? result : result + " after " + tookMs + " ms";
    }

    private @Nullable ApiMessage decodeRequest() {
        ByteBuffer bytes = body.bytes();
        // KIP-511: ApiVersions may come in a version that nobody here can read.
        if (bytes == null || !api.isVersionSupported(version)) {
            return null;
        }
        ApiMessage request = api.messageType.newRequest();
        request.read(new ByteBufferAccessor(bytes.duplicate()), version);
        return request;
    }

    private @Nullable ApiMessage decodeResponse(LoggedRequest.Answer given) {
        ByteBuffer bytes = given.frame().bytes();
        if (bytes == null) {
            return null;
        }
        ByteBufferAccessor in = new ByteBufferAccessor(bytes.duplicate());
        new ResponseHeaderData(in, api.responseHeaderVersion(given.version()));
        ApiMessage response = api.messageType.newResponse();
        response.read(in, given.version());
        return response;
    }

    private static String undecoded(LoggedRequest.Frame frame) {
        return frame.bytes() == null ? "(" + frame.size() + " bytes, not kept)" : "(" + frame.size() + " bytes)";
    }

    /** The virtual instant, then {@link #describe()}. */
    @Override
    public String toString() {
        return at() + " " + describe();
    }
}
