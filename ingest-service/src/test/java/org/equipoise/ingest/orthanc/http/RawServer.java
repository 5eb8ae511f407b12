package org.equipoise.ingest.orthanc.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers what it likes, one caller after the other. */
final class RawServer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Answer answer;

    /** Writes an answer with all that belongs to it. */
    interface Answer {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    RawServer(Answer answer) throws IOException {
        this.answer = answer;
        var thread = new Thread(this::run, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that answers every request so. */
    static RawServer of(int status, String body) throws IOException {
        return new RawServer(out -> out.write(answer(status, "", body)));
    }

    static byte[] answer(int status, String headers, String body) {
        return ("HTTP/1.1 " + status + " Words\r\nConnection: close\r\n" + headers + "Content-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Request lines and headers, one text each. */
    List<String> requests() {
        return requests;
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                var in = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
                var request = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    request.append(line).append('\n');
                }
                requests.add(request.toString());
                answer.to(caller.getOutputStream());
            } catch (IOException e) {
                // The caller went, or the server is closed.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
