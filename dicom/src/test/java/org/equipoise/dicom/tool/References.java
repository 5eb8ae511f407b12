package org.equipoise.dicom.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.dicom.pixel.Frame;
import org.equipoise.dicom.pixel.PixelData;

/** What pydicom decodes of the files, {@code reference.csv}, and whether what is decoded here agrees. */
public final class References {

    /**
     * What is expected of a file.
     *
     * @param shape columns, rows, samples and frames
     * @param exact whether {@code samples} is a SHA-256 of all samples instead of 400 of them
     */
    private record Reference(String sha256, String shape, boolean exact, String samples) {}

    /**
     * Lossy samples may differ so much: JPEG's inverse DCT may be rounded differently, JPEG 2000's filters even more.
     */
    private static final int JPEG_DIFFERENCE = 1;

    private static final int JPEG_2000_DIFFERENCE = 2;

    private final Map<String, Reference> byFile = new LinkedHashMap<>();

    public References() {
        try (InputStream in = References.class.getResourceAsStream("/org/equipoise/dicom/reference.csv")) {
            if (in == null) {
                throw new IllegalStateException("reference.csv is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines().skip(2).map(line -> line.split(",", -1)).forEach(fields -> {
                Reference reference = new Reference(fields[1], fields[2], fields[3].equals("exact"), fields[4]);
                byFile.put(fields[0], reference);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that pydicom decodes. */
    public List<String> files() {
        return List.copyOf(byFile.keySet());
    }

    /** Whether pydicom decodes a file. */
    public boolean has(String file) {
        return byFile.containsKey(file);
    }

    /** Columns, rows, samples and frames. */
    public static String shape(PixelData pixels, Frame frame) {
        return pixels.width() + "x" + pixels.height() + "x" + frame.channels() + "x" + pixels.frames();
    }

    /** How all frames of a file agree: "equal", "within 1", or what differs. */
    public String agreement(String file, byte[] content, PixelData pixels, String syntax) throws Exception {
        Reference reference = byFile.get(file);
        if (reference == null) {
            return "no reference";
        }
        if (!reference.sha256().equals(sha256(content))) {
            return "another file than the reference's";
        }
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < pixels.frames(); i++) {
            frames.add(pixels.storedFrame(i));
        }
        String shape = shape(pixels, frames.get(0));
        if (!shape.equals(reference.shape())) {
            return "DIFFERS: " + shape + " instead of " + reference.shape();
        }
        return reference.exact()
                ? exact(reference, frames)
                : close(reference, frames, syntax.startsWith("JPEG_2000") ? JPEG_2000_DIFFERENCE : JPEG_DIFFERENCE);
    }

    private static String exact(Reference reference, List<Frame> frames) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Frame frame : frames) {
            short[] samples = frame.samples();
            byte[] bytes = new byte[2 * samples.length];
            for (int i = 0; i < samples.length; i++) {
                bytes[2 * i] = (byte) samples[i];
                bytes[2 * i + 1] = (byte) (samples[i] >> 8);
            }
            digest.update(bytes);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        return found.equals(reference.samples()) ? "equal" : "DIFFERS: other samples";
    }

    private static String close(Reference reference, List<Frame> frames, int most) {
        String[] expected = reference.samples().split(" ", -1);
        long perFrame = frames.get(0).samples().length;
        long all = perFrame * frames.size();
        int worst = 0;
        for (int i = 0; i < expected.length; i++) {
            long at = i * all / expected.length;
            int found = frames.get((int) (at / perFrame)).value((int) (at % perFrame));
            worst = Math.max(worst, Math.abs(found - Integer.parseInt(expected[i])));
        }
        return worst <= most ? "within " + worst : "DIFFERS: by up to " + worst;
    }

    static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
