package org.equipoise.local.sets;

import java.io.Closeable;
import java.util.List;

/** Labelled images from somewhere. Their bytes are read one by one, never all held at once. */
public interface ImageSet extends Closeable {

    /** What to call it to a person, e.g. the file's name. */
    String name();

    /** Class names in class-index order; empty when no image has a label. */
    List<String> classes();

    /** Every image, in the set's order. */
    List<SetImage> images();

    /** What was understood rather than read, left out or taken otherwise than it lies there: a sentence each. */
    default List<String> notes() {
        return List.of();
    }

    /** Files that are images of a kind that is not read, or cannot be opened. */
    default List<RefusedFile> refused() {
        return List.of();
    }

    @Override
    default void close() {}

    /** The same set with other images, and with more notes. */
    default ImageSet with(List<SetImage> others, List<String> more) {
        return new ChangedSet(this, others, more);
    }

    /** A set of images that are at hand, e.g. drawn by a program. */
    static ImageSet of(String name, List<String> classes, List<SetImage> images) {
        List<String> ownClasses = List.copyOf(classes);
        List<SetImage> ownImages = List.copyOf(images);
        return new ImageSet() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<String> classes() {
                return ownClasses;
            }

            @Override
            public List<SetImage> images() {
                return ownImages;
            }
        };
    }
}
