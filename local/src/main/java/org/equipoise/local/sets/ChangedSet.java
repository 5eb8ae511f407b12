package org.equipoise.local.sets;

import java.util.List;
import java.util.stream.Stream;

/** A set with other images than the one it is made from, which stays open as long as it. */
record ChangedSet(ImageSet whole, List<SetImage> images, List<String> more) implements ImageSet {

    ChangedSet {
        images = List.copyOf(images);
        more = List.copyOf(more);
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public List<String> notes() {
        return Stream.concat(whole.notes().stream(), more.stream()).toList();
    }

    @Override
    public List<RefusedFile> refused() {
        return whole.refused();
    }

    @Override
    public void close() {
        whole.close();
    }
}
