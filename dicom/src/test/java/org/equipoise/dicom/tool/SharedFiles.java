package org.equipoise.dicom.tool;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where DICOM files lie that are not part of this project: {@code -Dequipoise.dicom.files}, or beside it. */
public final class SharedFiles {

    private SharedFiles() {}

    /** The folder, which need not be there. */
    public static Path folder() {
        Path beside = Path.of("../shared/data/dicom");
        String named = System.getProperty("equipoise.dicom.files");
        if (named != null) {
            return Path.of(named);
        }
        // From the module, as tests are run, or from the project.
        return (Files.isDirectory(beside) ? beside : Path.of("../../shared/data/dicom"))
                .toAbsolutePath()
                .normalize();
    }
}
