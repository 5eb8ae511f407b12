package org.equipoise.trainer.registry;

import java.util.List;

import org.equipoise.trainer.evaluation.CalibrationError;
import org.equipoise.trainer.modelcard.Calibration;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RegistrationTest {

    private static final List<Double> OFFSETS = List.of(.1, -.2, .3);
    private static final List<Double> SHARES = List.of(.87, .09, .04);

    @Test
    void theCardMeasuresTheExportedTemperatureAndDoesNotFitAnother() {
        var correction = new AnswerCorrection(new LogitCorrection(OFFSETS, 2.5), true, SHARES);

        Calibration calibration = calibration(correction);

        assertThat(calibration).isNotNull();
        assertThat(calibration.exported()).isTrue();
        assertThat(calibration.temperature()).isEqualTo(2.5);
        assertThat(calibration.offsets()).isEqualTo(OFFSETS);
        var before = correction.correction().uncalibrated().applied(network(3));
        var after = correction.correction().applied(network(3));
        assertThat(calibration.plain().calibrationError()).isCloseTo(error(before), within(1e-12));
        assertThat(calibration.scaled().calibrationError()).isCloseTo(error(after), within(1e-12));
        assertThat(error(before)).isNotCloseTo(error(after), within(.01));
    }

    @Test
    void withoutAnExportedTemperatureTheCardSaysWhatOneWouldChange() {
        Calibration calibration = calibration(new AnswerCorrection(new LogitCorrection(OFFSETS, 1), false, SHARES));

        assertThat(calibration).isNotNull();
        assertThat(calibration.exported()).isFalse();
        assertThat(calibration.temperature()).isGreaterThan(1);
        assertThat(calibration.scaled().negativeLogLikelihood())
                .isLessThan(calibration.plain().negativeLogLikelihood());
    }

    private static double error(SplitPredictions answers) {
        var labelled = answers.labelled().orElseThrow();
        return CalibrationError.of(labelled, labelled.weightsAt(SHARES)).expected();
    }

    private static SplitPredictions network(long seed) {
        return PicturedModels.predictions(seed, 300, 3);
    }

    private static @org.jspecify.annotations.Nullable Calibration calibration(AnswerCorrection correction) {
        TrainedModel model = TrainedModels.of("run-1", TrainedModels.GOOD);
        var corrected = new TrainedModel(
                model.request(),
                model.dataset(),
                model.recipe(),
                model.savedModel(),
                correction.correction().applied(network(2)),
                correction.correction().applied(network(3)),
                correction,
                correction.correction().uncalibrated().applied(network(3)),
                model.telemetry(),
                model.bestEpoch(),
                model.seconds(),
                model.device());
        return Registration.card(corrected, TrainedModels.NOW).calibration();
    }
}
