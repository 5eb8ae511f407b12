package org.equipoise.dicom.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoutesTest {

    private static final String FILE = """
            # chest radiographs are answered on
            modality=CR,DX body-part=CHEST -> dataset=chest model=chest-net
            modality=CT description="*thorax scan*" -> dataset=thorax   # the CT next door
            ae-title=RESEARCH* -> dataset=research
            station="" modality=MR -> dataset=unnamed
            """;

    @ParameterizedTest
    @CsvSource({
        "CR, CHEST, anything, '', 2",
        "dx, chest, '', '', 2",
        "CR, HAND, thorax scan, '', 0",
        "CT, '', Native THORAX SCAN of 12, '', 3",
        "CT, '', thoraxscan, '', 0",
        "XA, '', '', RESEARCH7, 4",
        "MR, '', '', '', 5",
        "'', '', '', '', 0"
    })
    void theFirstRuleWhoseConditionsAllHoldDecides(
            String modality, String bodyPart, String description, String aeTitle, int line) throws RoutesException {
        Routes routes = Routes.parse(FILE);

        int found = routes.find(new Traits(modality, "", bodyPart, List.of(description), aeTitle))
                .map(Route::line)
                .orElse(0);

        assertThat(found).isEqualTo(line);
    }

    @Test
    void eitherDescriptionMayMatchAndNoneIsAnEmptyText() throws RoutesException {
        Routes routes = Routes.parse("description=*lateral* -> dataset=a\ndescription=\"\" -> dataset=b\n");

        assertThat(routes.find(new Traits("", "", "", List.of("Chest", "pa and lateral"), ""))
                        .orElseThrow()
                        .target())
                .isEqualTo(new Target("a", null));
        assertThat(routes.find(new Traits("", "", "", List.of(), ""))
                        .orElseThrow()
                        .target())
                .isEqualTo(new Target("b", null));
    }

    @Test
    void anyMatchesWhateverComesAndNothingMatchesWithoutRules() throws RoutesException {
        var traits = new Traits("CT", "S", "", List.of(), "");

        assertThat(Routes.parse("any -> dataset=rest model=m")
                        .find(traits)
                        .orElseThrow()
                        .target())
                .isEqualTo(new Target("rest", "m"));
        assertThat(Routes.NONE.find(traits)).isEmpty();
        assertThat(Routes.parse("\n  # nothing\n").size()).isZero();
    }

    @Test
    void theTraitsAreThoseOfTheObject() throws DicomException, RoutesException {
        byte[] object = ObjectWriter.image(
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Drawing.of(7, 5, 1, 8, 1), 8, "MONOCHROME2")
                .text(Tag.MODALITY, "CS", "CR")
                .text(Tag.STATION_NAME, "SH", "ROOM 3")
                .text(Tag.BODY_PART_EXAMINED, "CS", "CHEST")
                .text(Tag.STUDY_DESCRIPTION, "LO", "Thorax pa")
                .text(Tag.SERIES_DESCRIPTION, "LO", "lying")
                .toBytes();

        Traits traits = Traits.of(Dicom.read(object, Limits.DEFAULT), "SENDER");

        assertThat(traits).isEqualTo(new Traits("CR", "ROOM 3", "CHEST", List.of("Thorax pa", "lying"), "SENDER"));
        assertThat(traits.toString()).isEqualTo("Traits");
        assertThat(Routes.parse("station=\"room 3\" ae-title=sender description=lying -> dataset=d")
                        .find(traits))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modality=CR dataset=a | line 1: a rule is CONDITIONS -> dataset=NAME",
                "-> dataset=a | line 1: a rule is",
                "color=red -> dataset=a | line 1: \"color=red\" is no condition",
                "modality -> dataset=a | \"modality\" is no condition",
                "modality=CR modality=DX -> dataset=a | line 1: modality stands twice",
                "modality=CR -> model=a | dataset=NAME is missing",
                "modality=CR -> dataset=a label=b | \"label=b\" is no target",
                "modality=CR -> dataset=Chest | dataset must match",
                "description=\"thorax -> dataset=a | a quotation mark is not closed",
            })
    void whatIsNoRuleIsRefusedWithItsLine(String line, String sentence) {
        assertThatThrownBy(() -> Routes.parse(line))
                .isInstanceOf(RoutesException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFileIsBounded(@TempDir Path folder) throws IOException, RoutesException {
        Path file = folder.resolve("routes");
        Files.writeString(file, "any -> dataset=a\n".repeat(Routes.MOST_ROUTES));
        assertThat(Routes.read(file).size()).isEqualTo(Routes.MOST_ROUTES);

        Files.writeString(file, "any -> dataset=a\n".repeat(Routes.MOST_ROUTES + 1));
        assertThatThrownBy(() -> Routes.read(file)).hasMessage("line 1001: a file has at most 1000 rules");

        Files.writeString(file, "#".repeat(Routes.MOST_BYTES + 1));
        assertThatThrownBy(() -> Routes.read(file)).hasMessage("the file has more than 65536 bytes");
    }

    @Test
    void starsThatCouldMatchInManyWaysTakeNoLongTime() {
        assertThat(new Glob("*a*a*a*a*a*a*a*b").matches("a".repeat(1024))).isFalse();
        assertThat(new Glob("*a*b").matches("xxaxxb")).isTrue();
        assertThat(new Glob("**").matches("")).isTrue();
    }
}
