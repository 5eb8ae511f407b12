package org.equipoise.ingest.freezing;

import org.equipoise.common.imaging.Pixels;

/** The canonical pixels of an image that the log says is stored. */
@FunctionalInterface
public interface PixelSource {

    Pixels pixels(String imageId);

    /**
     * The same, of as many bits as the log says.
     *
     * @throws UnlikeItsRecordException if the log says something else than the store has: its headers were lost
     */
    default Pixels pixels(String imageId, int bits) {
        Pixels pixels = pixels(imageId);
        if (pixels.bits() != bits) {
            throw new UnlikeItsRecordException("image " + imageId + " is stored with " + pixels.bits()
                    + " bits a sample, its record in labels.checked says " + bits
                    + ": were the headers of the topic lost?");
        }
        return pixels;
    }
}
