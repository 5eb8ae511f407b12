package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RoutesCommandTest {

    private final Screen screen = new Screen();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void eachObjectIsToldItsRuleOrWhyThereIsNone() throws IOException {
        Path routes = Files.writeString(
                folder.resolve("routes.txt"),
                "# comment\nmodality=CR description=\"*thorax*\" -> dataset=chest model=net\nae-title=PACS -> dataset=rest\n");
        Path study = Files.createDirectories(folder.resolve("study/series")).resolveSibling("");
        write("study/series/1", object("CR", "Thorax of Mrs Winterhalter").text(Tag.BURNED_IN_ANNOTATION, "CS", "NO"));
        write("study/series/2", object("CR", "Thorax").text(Tag.BURNED_IN_ANNOTATION, "CS", "YES"));
        write("study/series/3", object("MR", "Head"));
        Files.writeString(study.resolve("readme"), "no object");

        assertThat(run("routes", "check", routes.toString(), study.toString())).isEqualTo(ExitCodes.OK);

        assertThat(screen.out().lines())
                .contains(
                        "series/1: line 2, dataset chest, model net",
                        "series/2: line 2, dataset chest, model net, but it would be held back: BURNED_IN_ANNOTATION"
                                + " (0028,0301)",
                        "series/3: not taken, no rule matches",
                        "4 files:",
                        "       1  not taken, no rule matches");
        assertThat(screen.out())
                .contains("readme: not taken, it cannot be read: NOT_DICOM")
                .doesNotContain("Winterhalter");
    }

    @Test
    void whatIsNotThereIsSaidOnce() throws IOException {
        Path routes = Files.writeString(folder.resolve("routes.txt"), "any -> dataset=rest\n");
        Path none = folder.resolve("none");

        assertThat(run("routes", "check", none.toString(), folder.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(run("routes", "check", routes.toString(), none.toString())).isEqualTo(ExitCodes.USAGE);

        assertThat(screen.err().lines())
                .filteredOn(line -> line.contains("there is no " + none))
                .hasSize(2);
    }

    @Test
    void theApplicationEntityCanBeSaid() throws IOException {
        Path routes = Files.writeString(folder.resolve("routes.txt"), "ae-title=PACS -> dataset=rest\n");
        write("1", object("CR", "").text(Tag.BURNED_IN_ANNOTATION, "CS", "NO"));

        assertThat(run("routes", "check", routes.toString(), folder.resolve("1").toString(), "--ae-title", "PACS"))
                .isEqualTo(ExitCodes.OK);

        assertThat(screen.out().lines()).contains("1: line 1, dataset rest");
    }

    @Test
    void aFileThatIsNoneIsWrongUsageWithItsLine() throws IOException {
        Path routes = Files.writeString(folder.resolve("routes.txt"), "\nmodality=CR dataset=chest\n");

        assertThat(run("routes", "check", routes.toString(), folder.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("routes.txt, line 2: a rule is CONDITIONS -> dataset=NAME");
        assertThat(run("routes")).isEqualTo(ExitCodes.USAGE);
    }

    private int run(String... arguments) {
        return Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), Map.of()), arguments);
    }

    private void write(String name, ObjectWriter object) throws IOException {
        Files.write(folder.resolve(name), object.toBytes());
    }

    private static ObjectWriter object(String modality, String description) {
        Drawing drawing = Drawing.of(16, 16, 1, 8, 1);
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, 8, "MONOCHROME2")
                .text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.1")
                .text(Tag.STUDY_INSTANCE_UID, "UI", "1.2.3")
                .text(Tag.SERIES_INSTANCE_UID, "UI", "1.2.4")
                .text(Tag.PATIENT_ID, "LO", "P1")
                .text(Tag.MODALITY, "CS", modality)
                .text(Tag.STUDY_DESCRIPTION, "LO", description)
                .pixels("OB", drawing.bytes(8));
    }
}
