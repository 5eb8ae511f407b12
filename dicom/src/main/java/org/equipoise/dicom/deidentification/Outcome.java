package org.equipoise.dicom.deidentification;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.dicom.Tag;

/** What becomes of an object: its safe attributes, or a reason to hold it back. Either can be logged. */
public sealed interface Outcome {

    /**
     * The object may be used: these attributes, and the frames that are decoded from it.
     *
     * @param attributes texts by tag, as DICOM writes them; several values with backslashes between
     * @param findings attributes on the list whose values were not
     * @param dropped how many other data elements were dropped, those in sequences among them
     * @param droppedPrivate how many of these were private
     */
    record Kept(SortedMap<Integer, String> attributes, List<Finding> findings, int dropped, int droppedPrivate)
            implements Outcome {

        public Kept {
            SortedMap<Integer, String> sorted = new TreeMap<>(Integer::compareUnsigned);
            sorted.putAll(attributes);
            attributes = Collections.unmodifiableSortedMap(sorted);
            findings = List.copyOf(findings);
            for (int required : AllowList.REQUIRED) {
                if (!attributes.containsKey(required)) {
                    throw new IllegalArgumentException("what is kept lacks " + Tag.format(required));
                }
            }
        }

        /** The value of an attribute; empty if it was not kept. */
        public Optional<String> text(int tag) {
            return Optional.ofNullable(attributes.get(tag));
        }

        /** The patient's pseudonym, 64 hexadecimal characters. */
        public String patientKey() {
            return required(Tag.PATIENT_ID);
        }

        /** The study's new UID. */
        public String studyUid() {
            return required(Tag.STUDY_INSTANCE_UID);
        }

        /** The series' new UID. */
        public String seriesUid() {
            return required(Tag.SERIES_INSTANCE_UID);
        }

        /** The object's new UID. */
        public String instanceUid() {
            return required(Tag.SOP_INSTANCE_UID);
        }

        private String required(int tag) {
            return text(tag).orElseThrow();
        }

        @Override
        public String toString() {
            return attributes.entrySet().stream()
                    .map(entry -> Tag.format(entry.getKey()) + " " + entry.getValue())
                    .collect(Collectors.joining(
                            "; ",
                            "kept: ",
                            "; findings " + findings + "; dropped " + dropped + ", private " + droppedPrivate));
        }
    }

    /**
     * The object is held back.
     *
     * @param tag of the attribute that says why
     */
    record Quarantined(QuarantineReason reason, int tag) implements Outcome {

        @Override
        public String toString() {
            return reason + " " + Tag.format(tag);
        }
    }
}
