package org.equipoise.dicom.tool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.StoredPixels;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.Vr;
import org.equipoise.dicom.network.ReceivedObject;
import org.equipoise.dicom.network.ScpSettings;
import org.equipoise.dicom.network.StorageHandler;
import org.equipoise.dicom.network.StorageScp;
import org.equipoise.dicom.network.StoreStatus;

/**
 * Lets the clients of {@code peers.sh} send a folder of files to an SCP, and compares what arrives: bytes of the data
 * set, or where a client writes it anew, all values and pixels.
 */
public final class StoragePeers {

    /** What arrived from a client. */
    private static final class Arrived {
        private int objects;
        private int sameBytes;
        private int sameValues;
        private final Set<String> syntaxes = new HashSet<>();
    }

    private static final String TITLE = "EQUIPOISE";
    private static final Set<String> CLIENTS = Set.of("ECHOSCU", "STORESCU", "DCMSEND", "PYNETDICOM");

    private final Set<String> bytes = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private final Map<String, Arrived> arrived = new TreeMap<>();

    private StoragePeers() {}

    public static void main(String[] arguments) throws Exception {
        Path script = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            System.out.println("skipped: no DICOM files in " + folder);
            return;
        }
        System.exit(new StoragePeers().run(script, folder) ? 0 : 1);
    }

    private boolean run(Path script, Path folder) throws Exception {
        read(folder);
        Path received = Files.createTempDirectory("storage-peers");
        ScpSettings settings =
                ScpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TITLE, CLIENTS, received);
        int exit;
        try (StorageScp scp = StorageScp.start(settings, new Comparing())) {
            exit = new ProcessBuilder(List.of(
                            "bash",
                            script.toString(),
                            "127.0.0.1",
                            String.valueOf(scp.address().getPort()),
                            TITLE,
                            folder.toString()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } finally {
            Files.deleteIfExists(received.resolve("in-use"));
            Files.delete(received);
        }
        System.out.println();
        System.out.println("| calling AE title | arrived | transfer syntaxes | same bytes | same values | others |");
        System.out.println("|---|---|---|---|---|---|");
        boolean good = exit == 0;
        for (Map.Entry<String, Arrived> client : arrived.entrySet()) {
            Arrived from = client.getValue();
            int others = from.objects - from.sameBytes - from.sameValues;
            System.out.printf(
                    "| %s | %d | %d | %d | %d | %d |%n",
                    client.getKey(), from.objects, from.syntaxes.size(), from.sameBytes, from.sameValues, others);
            good &= others == 0;
        }
        return good;
    }

    private void read(Path folder) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".dcm")).toList();
        }
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            DataSet dataSet = Dicom.read(whole, Limits.DEFAULT);
            String syntax = dataSet.transferSyntax().uid();
            bytes.add(syntax + References.sha256(dataSetOf(whole)));
            values.add(kind(dataSet) + values(dataSet));
        }
    }

    /** What is behind the file meta information, whose group length is its first element. */
    private static byte[] dataSetOf(byte[] file) {
        int groupLength = Integer.reverseBytes(ByteBuffer.wrap(file).getInt(140));
        int start = 144 + groupLength;
        return Arrays.copyOfRange(file, start, file.length);
    }

    /** A digest of all elements but the file meta information, group lengths and padding. */
    private static String values(DataSet dataSet) throws NoSuchAlgorithmException, IOException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        add(digest, dataSet);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, DataSet dataSet) throws IOException {
        for (Element element : dataSet.elements()) {
            boolean isPadding = element.tag() == Tag.DATA_SET_TRAILING_PADDING;
            if (element.tag() >>> 16 == 2 || (element.tag() & 0xFFFF) == 0 || isPadding) {
                continue;
            }
            digest.update(ByteBuffer.allocate(4).putInt(element.tag()).flip());
            // Without the padding of texts, which some clients write anew.
            List<String> texts = dataSet.texts(element.tag());
            digest.update(
                    texts.isEmpty()
                            ? littleEndian(element.bytes(), element.vr(), element.order())
                            : String.join("\\", texts).getBytes(StandardCharsets.UTF_8));
            for (DataSet item : element.items()) {
                digest.update((byte) '(');
                add(digest, item);
                digest.update((byte) ')');
            }
            if (element.pixels().isPresent()) {
                add(digest, element.pixels().get());
            }
        }
    }

    /** A client may choose another of the uncompressed transfer syntaxes than its file has. */
    private static byte[] littleEndian(byte[] value, Vr vr, ByteOrder order) {
        int width = switch (vr) {
            case AT, OW, SS, US -> 2;
            case FL, OF, OL, SL, UL -> 4;
            case FD, OD, OV, SV, UV -> 8;
            default -> 1;
        };
        if (order == ByteOrder.LITTLE_ENDIAN || width == 1) {
            return value;
        }
        byte[] swapped = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            swapped[i] = value[i / width * width + width - 1 - i % width];
        }
        return swapped;
    }

    private static void add(MessageDigest digest, StoredPixels pixels) throws IOException {
        if (!pixels.isEncapsulated()) {
            byte[] stored = pixels.read(0, Math.toIntExact(pixels.length()));
            digest.update(littleEndian(stored, pixels.vr(), pixels.order()));
            return;
        }
        for (int i = 0; i < pixels.fragments(); i++) {
            digest.update(pixels.endOfFragment(i, Integer.MAX_VALUE));
        }
    }

    private static String kind(DataSet dataSet) {
        TransferSyntax syntax = dataSet.transferSyntax();
        return syntax.isEncapsulated() ? syntax.uid() : "not compressed";
    }

    /** Counts what arrives and is what was sent. */
    private final class Comparing implements StorageHandler {

        @Override
        public StoreStatus store(ReceivedObject object) throws IOException, DicomException, NoSuchAlgorithmException {
            byte[] whole = Files.readAllBytes(object.file());
            String syntax = object.transferSyntax().uid();
            boolean sameBytes = bytes.contains(syntax + References.sha256(dataSetOf(whole)));
            DataSet dataSet = Dicom.read(whole, Limits.DEFAULT);
            boolean sameValues = values.contains(kind(dataSet) + values(dataSet));
            synchronized (arrived) {
                Arrived from = arrived.computeIfAbsent(object.callingAeTitle(), title -> new Arrived());
                from.objects++;
                from.syntaxes.add(syntax);
                from.sameBytes += sameBytes ? 1 : 0;
                from.sameValues += !sameBytes && sameValues ? 1 : 0;
            }
            return StoreStatus.success();
        }
    }
}
