package org.equipoise.trainer.training;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

    public VersionFeatures(DatasetPacks packs, FrozenNetworks networks) {
        this.packs = packs;
        this.networks = networks;
    }

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
     * @param enough whether nothing more may be looked at; what is kept is read in any case
     * @throws RunFailedException if it does not fit into memory, or the network cannot be used
     * @throws RunInterruptedException if the service is stopping
     */
    public Optional<Seen> of(DatasetFrozen dataset, Split split, Backbone backbone, BooleanSupplier enough) {
        int side = side(backbone);
        try (FrozenNetwork network = networks.open(backbone, dataset.format(), side)) {
            var cache = new FeatureCache(packs.objects(), dataset, backbone, side, remark -> {});
            var features = new DatasetFeatures(
                    packs, dataset, cache, network, backbone.kind().features(), new Patience(enough));
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
    private record Patience(BooleanSupplier enough) implements DatasetFeatures.Progress {

        @Override
        public void looked(Split split, int images, int of) {
            Looking.stopIfInterrupted();
            if (enough.getAsBoolean()) {
                throw new OutOfTime();
            }
        }

        @Override
        public void said(String remark) {
            // What cannot be kept is looked at again.
        }
    }

    private static final class OutOfTime extends RuntimeException {}
}
