package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.RequestView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/** A request of the log at the moment of asking; decoded when somebody looks. */
public final class ServedRequest implements RequestView {
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
        return answer == null ? List.of() : answer.errors();
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
        return bytes == null ? null : LoggedRequest.decodeResponse(api, given.version(), bytes);
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
