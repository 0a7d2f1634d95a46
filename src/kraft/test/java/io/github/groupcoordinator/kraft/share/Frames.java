package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.sharerequests.OddShareRequests;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** One connection to a broker over TCP, by which requests go as they are, without a client. */
public final class Frames implements OddShareRequests.Calls, AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;
    private int correlationId;

    public Frames(String bootstrapServers) throws IOException {
        String[] hostAndPort = bootstrapServers.split(",")[0].split(":");
        socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
        socket.setSoTimeout(TIMEOUT_MS);
    }

    @Override
    public <T extends ApiMessage> T call(ApiKeys api, int version, ApiMessage body, Class<T> type) throws IOException {
        send(api, (short) version, body);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        ByteBufferAccessor read = new ByteBufferAccessor(ByteBuffer.wrap(bytes));
        new ResponseHeaderData(read, api.responseHeaderVersion((short) version));
        ApiMessage answer = api.messageType.newResponse();
        answer.read(read, (short) version);
        return type.cast(answer);
    }

    private void send(ApiKeys api, short version, ApiMessage body) throws IOException {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(api.id)
                .setRequestApiVersion(version)
                .setCorrelationId(++correlationId)
                .setClientId("frames");
        ObjectSerializationCache cache = new ObjectSerializationCache();
        short headerVersion = api.requestHeaderVersion(version);
        int size = header.size(cache, headerVersion) + body.size(cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        ByteBufferAccessor out = new ByteBufferAccessor(bytes);
        header.write(out, cache, headerVersion);
        body.write(out, cache, version);
        new DataOutputStream(socket.getOutputStream()).write(bytes.array());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
