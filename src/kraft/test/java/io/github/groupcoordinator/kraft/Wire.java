package io.github.groupcoordinator.kraft;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The wire between a broker and its clients, which know the broker by this end of it; it can be cut in two ways. */
final class Wire implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int NEVER_TAKEN_MS = 200;

    private final InetSocketAddress end;
    private final Set<Socket> sockets = new LinkedHashSet<>();
    private final List<Socket> waiting = new ArrayList<>();
    private ServerSocket server;
    private int brokerPort;
    private boolean lost;

    Wire() throws IOException {
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getByName("localhost"));
        this.end = (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Returns where clients find it. */
    String address() {
        return "localhost:" + end.getPort();
    }

    /** Lets clients through to a broker. */
    void leadTo(int port) {
        brokerPort = port;
        accept(server);
    }

    /** Loses whatever is sent from now on, either way: the connections stay, and no other comes about. */
    void lose() throws IOException {
        synchronized (this) {
            lost = true;
        }
        // The system drops a handshake without a word where too many wait to be accepted.
        while (fill()) {
            continue;
        }
    }

    private boolean fill() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(end, NEVER_TAKEN_MS);
            waiting.add(socket);
            return true;
        } catch (SocketTimeoutException e) {
            socket.close();
            return false;
        }
    }

    /** Ends all connections and refuses others, as for a process that was killed. */
    synchronized void refuse() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        sockets.clear();
    }

    /** Lets everything through again. */
    synchronized void mend() throws IOException {
        lost = false;
        for (Socket socket : waiting) {
            socket.close();
        }
        waiting.clear();
        if (server.isClosed()) {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(end, BACKLOG);
            accept(server);
        }
        notifyAll();
    }

    private void accept(ServerSocket from) {
        start("accepting", () -> {
            while (!from.isClosed()) {
                awaitWhole();
                Socket client = from.accept();
                // One that came just before the wire was cut goes the way of the others.
                awaitWhole();
                Socket broker = new Socket(end.getAddress(), brokerPort);
                client.setTcpNoDelay(true);
                broker.setTcpNoDelay(true);
                synchronized (this) {
                    sockets.add(client);
                    sockets.add(broker);
                }
                carry(client, broker);
                carry(broker, client);
            }
        });
    }

    private void carry(Socket from, Socket to) {
        start("carrying", () -> {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] bytes = new byte[1 << 16];
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    awaitWhole();
                    out.write(bytes, 0, read);
                }
                // That one has gone, too, does not get through before the rest does.
                awaitWhole();
            } finally {
                end(from, to);
            }
        });
    }

    private void end(Socket from, Socket to) throws IOException {
        synchronized (this) {
            sockets.remove(from);
            sockets.remove(to);
        }
        from.close();
        to.close();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (lost) {
            wait();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // Its connection, or the wire, has ended.
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() throws IOException {
        refuse();
        for (Socket socket : waiting) {
            socket.close();
        }
        lost = false;
        notifyAll();
    }
}
