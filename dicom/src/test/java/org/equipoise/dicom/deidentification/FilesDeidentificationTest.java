package org.equipoise.dicom.deidentification;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.deidentification.Outcome.Quarantined;
import org.equipoise.dicom.tool.SharedFiles;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Files of many writers. They are not part of the project: where they are not there, this is skipped. */
class FilesDeidentificationTest {

    /** Shorter values are in any text by chance. */
    private static final int LEAST_CHARACTERS = 6;

    @Test
    void nothingThatTheTableNamesIsInTheOutcome() throws Exception {
        Path folder = SharedFiles.folder();
        if (!Files.isDirectory(folder)) {
            System.out.println("skipped: no DICOM files in " + folder + " (-Dequipoise.dicom.files names another)");
        }
        assumeTrue(Files.isDirectory(folder), () -> "no DICOM files in " + folder);
        Map<String, Integer> outcomes = new TreeMap<>();
        int sought = 0;
        for (Path file : files(folder)) {
            DataSet dataSet;
            try {
                dataSet = Dicom.read(file, Limits.DEFAULT);
            } catch (DicomException e) {
                continue;
            }
            Outcome outcome = Examples.DEFAULT.apply(dataSet);
            outcomes.merge(outcome instanceof Quarantined held ? held.reason().name() : "KEPT", 1, Integer::sum);
            String all = Examples.everything(outcome);
            List<String> values = values(dataSet)
                    .filter(value -> value.length() >= LEAST_CHARACTERS)
                    .toList();
            for (String value : values) {
                assertThat(all).as(file.getFileName().toString()).doesNotContain(value);
            }
            sought += outcome instanceof Kept ? values.size() : 0;
        }
        System.out.println(outcomes + ", " + sought + " values sought in what is kept");
        assertThat(outcomes).containsKeys("KEPT", "SECONDARY_CAPTURE");
        assertThat(sought).isGreaterThan(500);
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> values(DataSet dataSet) {
        return dataSet.elements().stream()
                .flatMap(element -> Stream.concat(
                        Rules.TABLE.find(element.tag()).isPresent() ? texts(dataSet, element) : Stream.of(),
                        element.items().stream().flatMap(FilesDeidentificationTest::values)));
    }

    private static Stream<String> texts(DataSet dataSet, Element element) {
        return dataSet.texts(element.tag()).stream();
    }
}
