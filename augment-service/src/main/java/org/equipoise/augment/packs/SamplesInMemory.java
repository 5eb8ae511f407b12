package org.equipoise.augment.packs;

import java.util.Arrays;
import java.util.List;

/** As they were read from the packs; never copied. */
final class SamplesInMemory implements Samples {

    private final List<byte[]> parts;
    /** Index of the first image of each part, and of the end. */
    private final int[] begins;

    private final int imageBytes;

    SamplesInMemory(List<byte[]> parts, int[] begins, int imageBytes) {
        this.parts = List.copyOf(parts);
        this.begins = begins;
        this.imageBytes = imageBytes;
    }

    @Override
    public byte[] of(int image) {
        return parts.get(part(image));
    }

    @Override
    public int offset(int image) {
        return (image - begins[part(image)]) * imageBytes;
    }

    private int part(int image) {
        int found = Arrays.binarySearch(begins, image);
        int part = found >= 0 ? found : -found - 2;
        // Packs without images begin where the next begins.
        while (begins[part + 1] == image) {
            part++;
        }
        return part;
    }
}
