package io.github.groupcoordinator.internal.net.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** A client of plain bytes on a blocking socket; Kafka's codecs, and nothing of Kafka's client. */
public final class RawClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 20_000;

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final DataInputStream in;
    private final String clientId;
    private int correlationId;

    public RawClient(String bootstrapServers, String clientId) throws IOException {
        this.clientId = clientId;
        socket.connect(address(bootstrapServers));
        socket.setSoTimeout(READ_TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    static InetSocketAddress address(String bootstrapServers) {
        String first = bootstrapServers.split(",")[0];
        int colon = first.lastIndexOf(':');
        return new InetSocketAddress(first.substring(0, colon), Integer.parseInt(first.substring(colon + 1)));
    }

    /** Encodes a request, its size prefix included. */
    static ByteBuffer frame(ApiKeys api, short version, int correlationId, String clientId, ApiMessage body) {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(api.id)
                .setRequestApiVersion(version)
                .setCorrelationId(correlationId)
                .setClientId(clientId);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        short headerVersion = api.requestHeaderVersion(version);
        int size = header.size(cache, headerVersion) + body.size(cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size);
        bytes.putInt(size);
        ByteBufferAccessor accessor = new ByteBufferAccessor(bytes);
        header.write(accessor, cache, headerVersion);
        body.write(accessor, cache, version);
        return bytes.flip();
    }

    public void send(ApiKeys api, int version, ApiMessage body) throws IOException {
        sendBytes(frame(api, (short) version, ++correlationId, clientId, body).array());
    }

    /** Lets closing cut the connection, so that a million of them leave nothing behind. */
    public void resetOnClose() throws IOException {
        socket.setSoLinger(true, 0);
    }

    /**
     * Returns whether a response comes in time.
     *
     * @throws IOException if the other end closes the connection
     */
    public boolean hasAnswered(int patienceMs) throws IOException {
        socket.setSoTimeout(patienceMs);
        try {
            receiveBytes();
            return true;
        } catch (java.net.SocketTimeoutException silent) {
            return false;
        } finally {
            socket.setSoTimeout(READ_TIMEOUT_MS);
        }
    }

    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Reads the next response; fails if the connection is closed. */
    public ApiMessage receive(ApiKeys api, int version) throws IOException {
        ByteBufferAccessor bytes = new ByteBufferAccessor(ByteBuffer.wrap(receiveBytes()));
        new ResponseHeaderData(bytes, api.responseHeaderVersion((short) version));
        ApiMessage response = api.messageType.newResponse();
        response.read(bytes, (short) version);
        return response;
    }

    byte[] receiveBytes() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    public <R extends ApiMessage> R ask(ApiKeys api, int version, ApiMessage body, Class<R> type) throws IOException {
        send(api, version, body);
        return type.cast(receive(api, version));
    }

    /** Returns whether the other end has closed the connection; waits for it. */
    boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
