package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.recipe.RecipeTable;

/**
 * What the pretrained network that is kept sees of a frozen version, for whoever examines that without a run: read
 * where a run or another examination kept it, and kept otherwise.
 */
public final class VersionFeatures {

    private final DatasetPacks packs;
    private final FrozenNetworks networks;
    private final InstantSource clock;
    private final Duration signsEvery;

    /** @param signsEvery how often a sign of life is given, at most */
    public VersionFeatures(DatasetPacks packs, FrozenNetworks networks, InstantSource clock, Duration signsEvery) {
        this.packs = packs;
        this.networks = networks;
        this.clock = clock;
        this.signsEvery = signsEvery;
    }

    /**
     * Of whoever waits for what is seen.
     *
     * @param ended whether nothing more may be looked at; asked after each batch
     * @param signs told now and then how far it is
     */
    public record Patience(BooleanSupplier ended, Consumer<String> signs) {}

    /**
     * What was seen.
     *
     * @param rows in pack order
     */
    public record Seen(Backbone backbone, FeatureRows rows) {}

    /**
     * The network that a name means; empty where it is {@link Backbone#ONLY} and none is kept, or several.
     *
     * @throws RunFailedException if there is none of that name, or it cannot be read
     */
    public Optional<Backbone> network(String name) {
        if (!name.equals(Backbone.ONLY)) {
            return Optional.of(SettledBackbone.named(name, networks));
        }
        List<Backbone> all = networks.all();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * What it sees of a split, each image as it is; empty where there was no time. What was seen until then is kept.
     *
     * @param patience where it has ended, what is kept is read in any case
     * @throws RunFailedException if it does not fit into memory, or the network cannot be used
     * @throws RunInterruptedException if the service is stopping
     */
    public Optional<Seen> of(DatasetFrozen dataset, Split split, Backbone backbone, Patience patience) {
        int side = side(backbone);
        try (FrozenNetwork network = networks.open(backbone, dataset.format(), side)) {
            var cache = new FeatureCache(packs.objects(), dataset, backbone, side, patience.signs());
            var looking = new Bounded(patience, backbone, new SignsOfLife(clock, signsEvery));
            var features = new DatasetFeatures(
                    packs, dataset, cache, network, backbone.kind().features(), looking);
            return Optional.of(new Seen(backbone, features.of(split, false)));
        } catch (OutOfTime e) {
            return Optional.empty();
        } catch (InvalidBackboneException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
    }

    /** As in a run whose recipe says nothing of it. */
    private static int side(Backbone backbone) {
        Integer fixed = backbone.fixedSide();
        return fixed == null ? Integer.parseInt(RecipeTable.usual("backboneSide")) : fixed;
    }

    /** Looks on as long as there is time. */
    private record Bounded(Patience patience, Backbone backbone, SignsOfLife signs)
            implements DatasetFeatures.Progress {

        @Override
        public void looked(Split split, int images, int of) {
            Looking.stopIfInterrupted();
            if (images < of && patience.ended().getAsBoolean()) {
                throw new OutOfTime();
            }
            if (signs.due()) {
                said(SignsOfLife.words(backbone, split, images, of));
            }
        }

        @Override
        public void said(String remark) {
            patience.signs().accept(remark);
        }
    }

    private static final class OutOfTime extends RuntimeException {}
}
