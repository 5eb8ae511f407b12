package org.equipoise.local.sets;

/**
 * A file of a set that cannot be read as an image.
 *
 * @param path where it lies in the set
 * @param reason what was found, e.g. {@code is TIFF; only PNG and JPEG are read}
 */
public record RefusedFile(String path, String reason) {}
