package org.equipoise.local.client;

import org.jspecify.annotations.Nullable;

/**
 * How a set becomes studies.
 *
 * @param dataset the collection that the images join
 * @param modality DICOM modality, {@code OT} when unknown
 * @param model the model that is to score them, if any
 * @param studyPrefix what study ids begin with. The rest follows from the content: publishing the same set twice with
 *     the same prefix is one set of studies, with another prefix it is another
 * @param studyPerPatient images of one patient make one study; otherwise every image is a study of its own
 * @param station the device that they are to come from, if any
 */
public record PublishOptions(
        String dataset,
        String modality,
        @Nullable String model,
        String studyPrefix,
        boolean studyPerPatient,
        @Nullable String station) {

    /** Of an unnamed device. */
    public PublishOptions(
            String dataset, String modality, @Nullable String model, String studyPrefix, boolean studyPerPatient) {
        this(dataset, modality, model, studyPrefix, studyPerPatient, null);
    }

    /** Labelled studies for a dataset, one image each. */
    public static PublishOptions collect(String dataset, String modality) {
        return new PublishOptions(dataset, modality, null, dataset, false);
    }

    /** Studies to be scored by {@code model}; {@code studyPrefix} tells one feed from the next. */
    public static PublishOptions score(String model, String dataset, String modality, String studyPrefix) {
        return new PublishOptions(dataset, modality, model, studyPrefix, false);
    }

    /** The same of this device. */
    public PublishOptions from(@Nullable String device) {
        return new PublishOptions(dataset, modality, model, studyPrefix, studyPerPatient, device);
    }
}
