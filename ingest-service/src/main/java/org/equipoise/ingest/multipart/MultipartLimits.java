package org.equipoise.ingest.multipart;

/**
 * What a body may have. Every number is a most.
 *
 * @param parts of a body
 * @param headerLines of a part
 * @param headerBytes of one line of them
 * @param preambleBytes before the first part
 */
public record MultipartLimits(int parts, int headerLines, int headerBytes, int preambleBytes) {

    /** 10,000 parts, each with 32 header lines of 1,024 bytes; 8 KiB before the first. */
    public static final MultipartLimits DEFAULT = new MultipartLimits(10_000, 32, 1_024, 8_192);
}
