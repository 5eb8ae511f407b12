package org.equipoise.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The value representation of each attribute (PS3.6), for data sets that do not say it. */
final class Dictionary {

    private static final String FILE = "value-representations.txt";

    private static final Map<Integer, Vr> ATTRIBUTES = read();

    private Dictionary() {}

    /**
     * The value representation of an attribute: LO of a private creator, UL of a group length, UN of what is private or
     * unknown (PS3.5, 6.2.2).
     */
    static Vr of(int tag) {
        int element = tag & 0xFFFF;
        if (element == 0) {
            return Vr.UL;
        }
        if (Tag.isPrivate(tag)) {
            return element >= 0x10 && element <= 0xFF ? Vr.LO : Vr.UN;
        }
        int repeating = tag >>> 24;
        boolean repeats = (repeating == 0x50 || repeating == 0x60) && (tag >>> 16 & 0xFF) < 0x20;
        return ATTRIBUTES.getOrDefault(repeats ? tag & 0xFF00_FFFF : tag, Vr.UN);
    }

    private static Map<Integer, Vr> read() {
        Map<Integer, Vr> attributes = new HashMap<>();
        try (InputStream in = Dictionary.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ", -1);
                for (int i = 1; i < words.length; i++) {
                    attributes.put(Integer.parseUnsignedInt(words[i], 16), Vr.valueOf(words[0]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(attributes);
    }
}
