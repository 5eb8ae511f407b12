package org.equipoise.diagnosis.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;

/** Labelled images between two processes of one machine: sides, class and samples of each, one after another. */
public final class ImagesFile {

    private ImagesFile() {}

    /** Writes all of them. */
    public static void write(Path file, List<LabelledPixels> images) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(images.size());
            for (LabelledPixels image : images) {
                Pixels pixels = image.pixels();
                out.writeInt(image.label());
                out.writeInt(pixels.width());
                out.writeInt(pixels.height());
                out.writeInt(pixels.channels());
                out.write(pixels.samples());
            }
        }
    }

    /** Reads what was written. */
    public static List<LabelledPixels> read(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int count = in.readInt();
            List<LabelledPixels> images = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int label = in.readInt();
                int width = in.readInt();
                int height = in.readInt();
                int channels = in.readInt();
                byte[] samples = in.readNBytes(Math.multiplyExact(Math.multiplyExact(width, height), channels));
                images.add(new LabelledPixels(new Pixels(width, height, channels, samples), label));
            }
            return images;
        }
    }
}
