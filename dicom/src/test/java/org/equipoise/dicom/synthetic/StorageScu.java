package org.equipoise.dicom.synthetic;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.dicom.synthetic.Pdus.Context;
import org.jspecify.annotations.Nullable;

/** A service class user that does what it is told: a small one of C-ECHO and C-STORE, or any bytes. */
public final class StorageScu implements Closeable {

    /** A PDU that was received. */
    public static final class Pdu {

        private final int type;
        private final byte[] body;

        private Pdu(int type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        public int type() {
            return type;
        }

        public ByteBuffer body() {
            return ByteBuffer.wrap(body);
        }

        /** Of an A-ASSOCIATE-RJ result, source and reason; of an A-ABORT source and reason behind a 0. */
        public List<Integer> reason() {
            return List.of((int) body[1], (int) body[2], (int) body[3]);
        }
    }

    /** What a request was answered with. */
    public record Response(int field, int message, int status, String comment) {}

    private static final int WAIT_MILLIS = 15_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private int messages;

    /** Connects, and says nothing yet. */
    public StorageScu(InetSocketAddress address) throws IOException {
        this(address, null);
    }

    /** Connects from an address of this machine. */
    public StorageScu(InetSocketAddress address, @Nullable InetAddress from) throws IOException {
        if (from != null) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.setSoTimeout(WAIT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(address);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    public Socket socket() {
        return socket;
    }

    /** Sends bytes as they are. */
    public StorageScu send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /**
     * The next PDU.
     *
     * @throws EOFException if the connection was closed
     */
    public Pdu receive() throws IOException {
        int type = in.readUnsignedByte();
        in.readByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new Pdu(type, body);
    }

    /** Whether the connection is closed by the other side, and nothing comes before. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Results by id of the presentation contexts, with the chosen transfer syntax of those that are accepted. */
    public Map<Integer, String> associate(String called, String calling, List<Context> contexts) throws IOException {
        send(Pdus.associate(called, calling, contexts, 0));
        return accepted(receive());
    }

    /** Reads an A-ASSOCIATE-AC. */
    public static Map<Integer, String> accepted(Pdu pdu) {
        if (pdu.type() != 2) {
            throw new IllegalStateException("PDU type " + pdu.type() + " " + pdu.reason());
        }
        Map<Integer, String> accepted = new TreeMap<>();
        ByteBuffer body = pdu.body();
        body.position(68);
        while (body.hasRemaining()) {
            int type = body.get() & 0xFF;
            body.get();
            int length = body.getShort() & 0xFFFF;
            ByteBuffer value = body.slice(body.position(), length);
            body.position(body.position() + length);
            if (type == 0x21) {
                int result = value.get(2);
                value.position(8);
                accepted.put(
                        value.get(0) & 0xFF,
                        result == 0 ? StandardCharsets.US_ASCII.decode(value).toString() : "refused " + result);
            }
        }
        return accepted;
    }

    public Response echo(int context) throws IOException {
        send(Pdus.data(Pdus.fragment(context, Pdus.COMMAND | Pdus.LAST, Pdus.echoRq(++messages))));
        return response();
    }

    /** Stores a data set in fragments of a size. */
    public Response store(int context, String sopClass, String sopInstance, byte[] dataSet, int size)
            throws IOException {
        byte[] command = Pdus.storeRq(++messages, sopClass, sopInstance);
        send(Pdus.data(Pdus.fragment(context, Pdus.COMMAND | Pdus.LAST, command)));
        int start = 0;
        do {
            int end = Math.min(start + size, dataSet.length);
            int last = end == dataSet.length ? Pdus.LAST : 0;
            send(Pdus.data(Pdus.fragment(context, last, Arrays.copyOfRange(dataSet, start, end))));
            start = end;
        } while (start < dataSet.length);
        return response();
    }

    /** Reads a response, in as many fragments as it comes. */
    public Response response() throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        int control = 0;
        while ((control & Pdus.LAST) == 0) {
            Pdu pdu = receive();
            if (pdu.type() != 4) {
                throw new IllegalStateException("PDU type " + pdu.type() + " " + pdu.reason());
            }
            ByteBuffer body = pdu.body();
            int length = body.getInt();
            body.get();
            control = body.get();
            byte[] bytes = new byte[length - 2];
            body.get(bytes);
            command.writeBytes(bytes);
        }
        Map<Integer, ByteBuffer> elements = new TreeMap<>();
        ByteBuffer set = ByteBuffer.wrap(command.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        while (set.hasRemaining()) {
            int tag = set.getShort() << 16 | set.getShort() & 0xFFFF;
            int length = set.getInt();
            elements.put(tag, set.slice(set.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            set.position(set.position() + length);
        }
        ByteBuffer comment = elements.getOrDefault(0x0902, ByteBuffer.allocate(0));
        return new Response(
                us(elements, 0x0100),
                us(elements, 0x0120),
                us(elements, 0x0900),
                StandardCharsets.US_ASCII.decode(comment).toString().strip());
    }

    private static int us(Map<Integer, ByteBuffer> elements, int element) {
        ByteBuffer value = elements.get(element);
        if (value == null) {
            throw new IllegalStateException(String.format("no (0000,%04X)", element));
        }
        return value.getShort(0) & 0xFFFF;
    }

    /** Releases, and waits for the answer. */
    public Pdu release() throws IOException {
        return send(Pdus.release()).receive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
