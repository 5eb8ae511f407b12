package org.equipoise.dicom.routing;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where an object goes.
 *
 * @param dataset the collection that its images join
 * @param model the model that is to answer on them; absent: none
 */
public record Target(String dataset, @Nullable String model) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    public Target {
        require("dataset", dataset);
        if (model != null) {
            require("model", model);
        }
    }

    private static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must match " + NAME + ", got " + name.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return "dataset " + dataset + (model == null ? "" : ", model " + model);
    }
}
