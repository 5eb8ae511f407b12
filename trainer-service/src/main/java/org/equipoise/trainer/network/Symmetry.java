package org.equipoise.trainer.network;

import org.equipoise.common.imaging.InputShape;

/**
 * Over which views of an image an answer is averaged. A view must mean the same as the image: mirrored where left and
 * right mean nothing, turned where up and down mean nothing either.
 */
public enum Symmetry {
    /** The image alone. */
    NONE,
    /** The image and its mirror image: 2 views. */
    MIRROR,
    /** Quarter turns, each mirrored and not: 8 views; of images that are not square, half turns: 4 views. */
    SQUARE;

    /** Views of an image of this shape, 1 to 8. */
    public int views(InputShape shape) {
        return switch (this) {
            case NONE -> 1;
            case MIRROR -> 2;
            case SQUARE -> shape.width() == shape.height() ? 8 : 4;
        };
    }
}
