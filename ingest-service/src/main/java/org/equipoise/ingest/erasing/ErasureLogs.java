package org.equipoise.ingest.erasing;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;

/** The topics, as erasing needs them. Each reads them to their end; outages propagate. */
public interface ErasureLogs {

    /** What there is of a patient with one of these groups. */
    PatientTraces traces(Set<String> patientGroups);

    /** Every version of every dataset. */
    List<DatasetFrozen> versions();

    /** Who was trained on, or is being trained on, any of these versions. */
    List<Reference> references(List<DatasetFrozen> versions);

    /** Every model version that was ever registered, also where the version that it was trained on is gone. */
    List<Reference> trained();

    /** The runs on any of these versions that are known of, also those that failed: their shards may be left. */
    SortedSet<String> runIds(List<DatasetFrozen> versions);

    /** Follows these images' standings. */
    Standing standing(Set<TracedImage> images);

    /** Looks at standings, each time going on where it ended. */
    interface Standing extends AutoCloseable {

        /** Those of the images that have a standing now, with which they may be frozen. */
        Set<TracedImage> now();

        @Override
        void close();
    }

    /**
     * Says that these images are erased, and that nobody is asked to read them any more; done when the broker has it.
     */
    void erased(List<ImageErased> events);

    /** Says that this version is no more; done when the broker has it. */
    void removed(DatasetFrozen version);

    /**
     * Something that was, or is being, trained on a version.
     *
     * @param name {@code model/version} of a registered one, the run's id otherwise
     * @param artifactKey folder in the {@code models} bucket; empty of a run that is under way
     */
    record Reference(String dataset, String datasetVersion, Kind kind, String name, String runId, String artifactKey) {

        /** {@code the champion lung-nodule/9f86d081884c}. */
        String inWords() {
            return switch (kind) {
                case CHAMPION -> "the champion " + name;
                case REGISTERED -> "the registered version " + name;
                case RUNNING -> "the run " + name + ", which is not over";
            };
        }
    }

    /** How it refers to the version. */
    enum Kind {
        /** It serves. */
        CHAMPION,
        /** It is in the registry: it was refused, waits for the gate, or may be rolled back to. */
        REGISTERED,
        /** It is being trained. */
        RUNNING
    }
}
