package org.equipoise.local.options;

import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.Keep;
import picocli.CommandLine.Option;

/** {@code --keep}, of the commands that make a dataset of a set. */
public final class KeepOption {

    @Option(
            names = "--keep",
            paramLabel = "CLASS=N",
            description = "keep only N training images of a class; may be repeated")
    private Map<String, Integer> keep = new LinkedHashMap<>();

    /** What is kept of a set. */
    public ImageSet of(ImageSet set) {
        return Keep.of(set, keep);
    }
}
