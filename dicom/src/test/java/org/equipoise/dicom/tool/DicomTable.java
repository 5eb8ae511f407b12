package org.equipoise.dicom.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.pixel.PixelData;
import org.equipoise.dicom.pixel.PixelDecoder;

/**
 * The table of all DICOM files in a folder: transfer syntax, decoded shape or the reason of the refusal, and whether
 * the samples agree with pydicom's. Ends with 1 if any differ, or a file ends in anything else than an image or a
 * reason.
 */
public final class DicomTable {

    /**
     * A line of the table.
     *
     * @param outcome shape, or the refusal
     * @param decoded whether all frames were decoded
     */
    public record Row(String file, String syntax, String outcome, boolean decoded, String agreement) {

        /** Whether the pixels are others than pydicom's. */
        public boolean differs() {
            return agreement.startsWith("DIFFERS");
        }
    }

    private DicomTable() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int wrong = 0;
        int decoded = 0;
        int refused = 0;
        System.out.println("| file | transfer syntax | columns x rows x samples x frames, or reason | pydicom |");
        System.out.println("|---|---|---|---|");
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            for (Row row : rows(folder, decoder)) {
                System.out.printf("| %s | %s | %s | %s |%n", row.file(), row.syntax(), row.outcome(), row.agreement());
                wrong += row.differs() ? 1 : 0;
                decoded += row.decoded() ? 1 : 0;
                refused += row.decoded() ? 0 : 1;
            }
        }
        System.out.println();
        System.out.println(decoded + " decoded, " + refused + " refused, " + wrong + " differ from pydicom");
        System.exit(wrong > 0 ? 1 : 0);
    }

    /** A row for each file of a folder and its folders. */
    public static List<Row> rows(Path folder, PixelDecoder decoder) throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .collect(Collectors.toList());
        }
        References references = new References();
        List<Row> rows = new java.util.ArrayList<>();
        for (Path file : files) {
            rows.add(row(folder, file, decoder, references));
        }
        return rows;
    }

    private static Row row(Path folder, Path file, PixelDecoder decoder, References references) throws Exception {
        String name = folder.relativize(file).toString().replace('\\', '/');
        String syntax = "";
        try {
            DataSet dataSet = Dicom.read(file, Limits.DEFAULT);
            syntax = dataSet.transferSyntax().name();
            PixelData pixels = decoder.open(dataSet);
            String shape = shape(pixels);
            String agreement = references.agreement(name, Files.readAllBytes(file), pixels, syntax);
            return new Row(name, syntax, shape, true, agreement);
        } catch (DicomException e) {
            String agreement = references.has(name) ? "decodes it" : "";
            return new Row(name, syntax, String.valueOf(e.getMessage()), false, agreement);
        }
    }

    private static String shape(PixelData pixels) throws DicomException, IOException {
        String shape = "";
        for (int i = 0; i < pixels.frames(); i++) {
            shape = References.shape(pixels, pixels.frame(i));
        }
        return shape;
    }
}
