package org.equipoise.trainer.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * A run at its end, while what it left behind is still there.
 *
 * @param recipe that was carried out
 * @param network that was trained
 * @param counts training images per class
 * @param telemetry one entry per epoch completed
 * @param model what was handed over; absent where the run failed
 * @param uncorrected answers of its network on the validation split before any correction; absent with it
 * @param drawn the first shard of its first epoch, ordered again; takes as long as a shard takes
 * @param checkpoint of the network that was handed over, or of the last epoch; empty where none is left
 * @param failure why the run failed; empty where it did not
 */
public record EndedRun(
        TrainingRequested request,
        DatasetFrozen dataset,
        Recipe recipe,
        NetworkDescription network,
        List<Long> counts,
        List<EpochTelemetry> telemetry,
        @Nullable TrainedModel model,
        @Nullable SplitPredictions uncorrected,
        Supplier<Shard> drawn,
        Supplier<Optional<byte[]>> checkpoint,
        String failure) {

    public EndedRun {
        counts = List.copyOf(counts);
        telemetry = List.copyOf(telemetry);
    }

    /** Looks at a run's end. */
    @FunctionalInterface
    public interface Aftermath {

        /** Does nothing. */
        Aftermath NONE = run -> {};

        /**
         * After the model was judged, or the run failed for good; called again when the service died meanwhile.
         *
         * @throws RunInterruptedException if the service is stopping
         */
        void after(EndedRun run);

        /**
         * After a run failed for good, whether it trained at all or not; called again when the service died meanwhile,
         * and when the run is asked for again.
         */
        default void failed(TrainingRequested request, String why) {}

        /** This one, then another. */
        default Aftermath then(Aftermath next) {
            Aftermath first = this;
            return new Aftermath() {
                @Override
                public void after(EndedRun run) {
                    first.after(run);
                    next.after(run);
                }

                @Override
                public void failed(TrainingRequested request, String why) {
                    first.failed(request, why);
                    next.failed(request, why);
                }
            };
        }
    }
}
