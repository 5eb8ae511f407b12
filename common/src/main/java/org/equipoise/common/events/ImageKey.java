package org.equipoise.common.events;

/** The key of an image's records: the same pixels may belong to two datasets with two standings. */
public final class ImageKey {

    private ImageKey() {}

    /** {@code dataset/imageId}. */
    public static String of(String dataset, String imageId) {
        return dataset + "/" + imageId;
    }
}
