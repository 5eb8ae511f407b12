package org.equipoise.local.options;

import picocli.CommandLine.Option;

/** {@code --modality}, of the commands that send images. */
public final class ModalityOption {

    @Option(
            names = "--modality",
            defaultValue = "OT",
            paramLabel = "CODE",
            description = "DICOM modality of the images (default: ${DEFAULT-VALUE})")
    private String modality = "OT";

    /** As given. */
    public String code() {
        return modality;
    }
}
