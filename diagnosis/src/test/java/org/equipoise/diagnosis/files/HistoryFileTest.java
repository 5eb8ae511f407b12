package org.equipoise.diagnosis.files;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryFileTest {

    private final List<String> notes = new ArrayList<>();

    @Test
    void kerasTableOfEpochsIsRead() {
        TrainingHistory history = read(
                "training.log.csv",
                "epoch,accuracy,loss,learning_rate,val_accuracy,val_loss\n0,0.5,0.7,0.001,0.6,0.8\n1,0.6,0.4,0.001,0.7,0.5\n");

        assertThat(history.epochs())
                .containsExactly(new Epoch(1, .7, .8, .5, .6, null, .001), new Epoch(2, .4, .5, .6, .7, null, .001));
        assertThat(history.diverged()).isEmpty();
    }

    @Test
    void aDumpedHistoryOfListsIsReadAndInfinityIsADivergence() {
        TrainingHistory history = read(
                "history.json", "{\"loss\": [0.7, Infinity, NaN], \"val_loss\": [0.8, 0.9, NaN], \"lr\": [1, 1, 1]}");

        assertThat(history.values(Epoch::trainLoss)).containsExactly(.7);
        assertThat(history.values(Epoch::validationLoss)).containsExactly(.8, .9);
        assertThat(history.diverged()).hasValue(2);
        assertThat(read("nested.json", "{\"history\": {\"loss\": [1.5]}}").epochs())
                .hasSize(1);
    }

    /** Lightning: steps, then the end of training and of validation on lines of their own. */
    @Test
    void sparseRowsOfAnEpochAreBroughtTogetherAndTheEpochsOwnLossCounts() {
        TrainingHistory history = read("metrics.csv", """
                epoch,step,train_loss_step,train_loss_epoch,val_loss,val_acc,lr-Adam
                0,49,0.9,,,,0.001
                0,99,0.7,,,,
                0,99,,,0.6,0.75,
                0,99,,0.85,,,
                1,149,0.5,,,,
                1,199,,,0.4,0.8,
                1,199,,0.55,,,
                """);

        assertThat(history.epochs())
                .containsExactly(
                        new Epoch(1, .85, .6, null, .75, null, .001), new Epoch(2, .55, .4, null, .8, null, null));
    }

    @Test
    void stepsOfAnEpochCountAsTheirMean() {
        assertThat(read("metrics.csv", "epoch,step,train_loss\n0,1,1.0\n0,2,0.5\n1,3,0.25\n")
                        .values(Epoch::trainLoss))
                .containsExactly(.75, .25);
    }

    @Test
    void huggingFacesStateIsReadByEpochWithoutItsSummary() {
        TrainingHistory history = read("trainer_state.json", """
                {"best_metric": null, "epoch": 2.0, "log_history": [
                  {"epoch": 0.5, "loss": 0.9, "learning_rate": 5e-05, "grad_norm": 2.0, "step": 10},
                  {"epoch": 1.0, "loss": 0.7, "learning_rate": 4e-05, "step": 20},
                  {"epoch": 1.0003, "eval_loss": 0.6, "eval_accuracy": 0.7, "eval_balanced_accuracy": 0.5, "step": 20},
                  {"epoch": 2.0, "loss": 0.3, "step": 40},
                  {"epoch": 2.0, "eval_loss": 0.5, "eval_balanced_accuracy": 0.8, "step": 40},
                  {"epoch": 2.0, "train_loss": 0.55, "train_runtime": 12.0, "step": 40}]}""");

        assertThat(history.values(Epoch::trainLoss)).containsExactly((.9 + .7) / 2, .3);
        assertThat(history.values(Epoch::validationLoss)).containsExactly(.6, .5);
        assertThat(history.values(Epoch::balancedAccuracy)).containsExactly(.5, .8);
    }

    @Test
    void aScalarOfTensorBoardIsWhatItsFileIsNamedAfter() {
        String text = "Wall time,Step,Value\n1700000000.0,0,0.9\n1700000001.0,1,0.5\n";

        TrainingHistory train = read("run_train-tag-epoch_loss.csv", text);
        TrainingHistory both = train.and(read("run_validation-tag-epoch_loss.csv", text));

        assertThat(train.values(Epoch::trainLoss)).containsExactly(.9, .5);
        assertThat(both.values(Epoch::validationLoss)).containsExactly(.9, .5);
        assertThat(both.epochs()).hasSize(2);
        assertThatThrownBy(() -> read("export.csv", text)).hasMessageContaining("its name does not say of what");
    }

    @Test
    void semicolonsAndDecimalCommasAreUnderstood() {
        assertThat(read("k.csv", "epoch;loss\n0;0,5\n1;nan\n").diverged()).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b\\n1,2 | is no training history that is known: no column of [a, b] is a loss",
                "{\"a\": 1} | is no training history that is known: it is JSON without a list of losses",
                "{\"loss\": [1, | line 1: is no JSON",
                "some words about a training | is no training history that is known",
                "epoch,loss,loss\\n0,1,2 | has the column \"loss\" twice",
                "epoch,loss\\nfirst,1 | line 2: epoch is \"first\", which is no number"
            })
    void whatIsNoHistoryIsSaidInOneSentence(String text, String said) {
        assertThatThrownBy(() -> read("log.txt", text.replace("\\n", "\n")))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith("log.txt")
                .hasMessageContaining(said);
    }

    @Test
    void theNumberOfEpochsIsBounded() {
        assertThatThrownBy(() -> read("long.csv", "loss\n" + "1\n".repeat(EpochTable.MOST_EPOCHS + 1)))
                .hasMessageContaining("more than 100000 epochs");
    }

    private TrainingHistory read(String name, String text) {
        return HistoryFile.read(name, text, notes);
    }
}
