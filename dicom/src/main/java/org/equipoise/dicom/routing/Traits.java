package org.equipoise.dicom.routing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Tag;

/**
 * What rules ask of an object, as its sender wrote it. It may name a person and is for matching alone: it is never
 * printed.
 *
 * @param modality Modality (0008,0060)
 * @param station Station Name (0008,1010)
 * @param bodyPart Body Part Examined (0018,0015)
 * @param descriptions Study Description (0008,1030) and Series Description (0008,103E), those that are there
 * @param aeTitle of the application entity that sent it (PS3.8); empty over HTTP
 */
public record Traits(String modality, String station, String bodyPart, List<String> descriptions, String aeTitle) {

    /** What is longer is matched by its beginning: a rule must not take long. */
    private static final int MOST_CHARACTERS = 1024;

    public Traits {
        modality = bounded(modality);
        station = bounded(station);
        bodyPart = bounded(bodyPart);
        descriptions = descriptions.stream().map(Traits::bounded).toList();
        aeTitle = bounded(aeTitle);
    }

    /** Those of an object. @param aeTitle of its sender; empty if it has none */
    public static Traits of(DataSet dataSet, String aeTitle) {
        return new Traits(
                dataSet.text(Tag.MODALITY).orElse(""),
                dataSet.text(Tag.STATION_NAME).orElse(""),
                dataSet.text(Tag.BODY_PART_EXAMINED).orElse(""),
                Stream.of(Tag.STUDY_DESCRIPTION, Tag.SERIES_DESCRIPTION)
                        .map(dataSet::text)
                        .flatMap(Optional::stream)
                        .toList(),
                aeTitle);
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(MOST_CHARACTERS, text.length()));
    }

    @Override
    public String toString() {
        return "Traits";
    }
}
