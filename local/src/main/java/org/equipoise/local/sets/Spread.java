package org.equipoise.local.sets;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Numbers by chance that are always the same for the same text. */
final class Spread {

    private Spread() {}

    /** Evenly spread and never negative: a checksum, then the finaliser of SplitMix64. */
    static long hash(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long z = crc.getValue() + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
