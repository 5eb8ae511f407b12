package org.equipoise.trainer.training;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The life of a run on a pretrained network that sees how neighbours among the first pixels differ. */
class BackboneRunTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);

    private final InMemoryObjectStore objects = new InMemoryObjectStore() {
        @Override
        public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
            if (readOnly && bucket == Bucket.DATASETS) {
                throw new StorageException("access denied", new IOException());
            }
            super.put(bucket, key, bytes, contentType);
        }
    };
    private boolean readOnly;
    private boolean deaf;
    private final List<TrainingProgressed> progress = new ArrayList<>();
    private final List<TrainedModel> models = new ArrayList<>();
    private final List<EndedRun> ended = new ArrayList<>();
    private final NeighbourBackbones networks = new NeighbourBackbones();
    private final DatasetFrozen dataset = dataset();

    private DatasetFrozen dataset() {
        List<DatasetFrozen.Pack> packs = new ArrayList<>();
        Map<Split, ClassDistribution> counts = new java.util.EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int images = split == Split.TRAIN ? 60 : 40;
            FrozenDatasets.storeStripes(objects, "stripes", SHAPE, split, images);
            packs.add(FrozenDatasets.pack("stripes", split, images));
            counts.put(split, new ClassDistribution(List.of(images / 2L, images / 2L)));
        }
        return FrozenDatasets.of("stripes", new LabelSet(List.of("a", "b")), SHAPE, counts, packs, Instant.EPOCH);
    }

    private TrainingService service() {
        var ports = new TrainingPorts(
                (name, version) -> Optional.of(dataset),
                new DatasetPacks(objects),
                new ScriptedNetworks(1, 1),
                networks,
                plan -> {
                    throw new IllegalStateException("no shard is needed");
                },
                AugmentationExamination.NONE,
                new ObjectStoreCheckpoints(objects),
                this::hear,
                models::add,
                ended::add,
                Clock.systemUTC(),
                1);
        var config = new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .build()
                .getConfigMapping(TrainingConfig.class);
        return new TrainingService(ports, config, "trainer-1");
    }

    private void hear(TrainingProgressed event) {
        if (deaf && event.telemetry() != null) {
            throw new Killed();
        }
        progress.add(event);
    }

    private static TrainingRequested request(String run, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("network", "backbone");
        return new TrainingRequested(run, "m", "stripes", "v1", "auto", settings, 7, Instant.EPOCH);
    }

    @Test
    void itIsOneEpochWithoutShardsAndTheCardNamesTheNetwork() {
        service().run(request("run-1", Map.of()));

        assertThat(progress)
                .extracting(TrainingProgressed::phase)
                .startsWith(Phase.STARTED, Phase.EPOCH)
                .endsWith(Phase.FINISHED);
        assertThat(progress.stream().filter(event -> event.telemetry() != null)).hasSize(1);
        TrainedModel model = models.get(0);
        assertThat(model.epochs()).isEqualTo(1);
        assertThat(model.telemetry().get(0).priorEntropy()).isEqualTo(Math.log(2));
        assertThat(model.test().confusion().balancedAccuracy()).isGreaterThan(0.9);
        assertThat(choice(model, "backbone").value()).isEqualTo("pixels");
        assertThat(choice(model, "backbone").reason())
                .contains("efficientnet-lite0", NeighbourBackbones.SHA.substring(0, 16), "a licence");
        assertThat(choice(model, "epochs").value()).isEqualTo("1");
        assertThat(choice(model, "ensembleMembers").value()).isEqualTo("1");
    }

    private static RecipeChoice choice(TrainedModel model, String setting) {
        return model.recipe().choices().stream()
                .filter(choice -> choice.setting().equals(setting))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasSeenIsKeptForEveryOtherRunOfTheSameNetworkAndSideOnly() {
        service().run(request("run-1", Map.of()));
        int looked = networks.looked;
        assertThat(looked).isEqualTo(60 + 40 + 40);

        service().run(request("run-2", Map.of("answerAdjustment", "1")));
        assertThat(networks.looked).isEqualTo(looked);
        assertThat(objects.list(Bucket.DATASETS, "stripes/v1/features/" + NeighbourBackbones.SHA + "/stages-3-6/112/"))
                .hasSize(6);

        service().run(request("run-3", Map.of("backboneSide", "64")));
        assertThat(networks.looked).isEqualTo(2 * looked);
        networks.sha = "b".repeat(64);
        service().run(request("run-4", Map.of()));
        assertThat(networks.looked).isEqualTo(3 * looked);
    }

    @Test
    void damagedFeaturesAreSeenAgain() {
        service().run(request("run-1", Map.of()));
        int looked = networks.looked;
        String key = objects.list(Bucket.DATASETS, "stripes/v1/features/").get(0);
        objects.put(Bucket.DATASETS, key, new byte[] {1}, "x");

        service().run(request("run-2", Map.of()));

        assertThat(networks.looked).isGreaterThan(looked).isLessThan(2 * looked);
        assertThat(models.get(1).savedModel().sha256())
                .isEqualTo(models.get(0).savedModel().sha256());
    }

    @Test
    void aRunThatWasKilledGoesOnWithWhatWasSeenAndEndsTheSame() {
        service().run(request("run-1", Map.of()));
        objects.list(Bucket.DATASETS, "stripes/v1/features/").forEach(key -> objects.delete(Bucket.DATASETS, key));
        networks.looked = 0;
        networks.dieAfter = 70;
        assertThatThrownBy(() -> service().run(request("run-2", Map.of()))).isInstanceOf(Killed.class);
        networks.dieAfter = Integer.MAX_VALUE;
        networks.exportDies = true;
        assertThatThrownBy(() -> service().run(request("run-2", Map.of()))).isInstanceOf(Killed.class);
        networks.exportDies = false;

        service().run(request("run-2", Map.of()));

        assertThat(networks.looked).isLessThan(60 + 40 + 40 + 40);
        assertThat(told("run-2")).hasSize(2).containsOnly(told("run-2").get(0));
        assertThat(models.get(1).savedModel().sha256())
                .isEqualTo(models.get(0).savedModel().sha256());
        assertThat(models.get(1).test().confusion().rows())
                .isEqualTo(models.get(0).test().confusion().rows());
    }

    private List<TrainingProgressed.EpochTelemetry> told(String run) {
        return progress.stream()
                .filter(event -> event.runId().equals(run))
                .flatMap(event -> Optional.ofNullable(event.telemetry()).stream())
                .toList();
    }

    @Test
    void anEpochThatWasSavedAndNotToldIsToldByWhoGoesOn() {
        deaf = true;
        assertThatThrownBy(() -> service().run(request("run-1", Map.of()))).isInstanceOf(Killed.class);
        deaf = false;

        service().run(request("run-1", Map.of()));

        assertThat(told("run-1")).containsExactlyElementsOf(models.get(0).telemetry());
    }

    @Test
    void aRunThatWasKilledDoesNotGoOnWithAnotherNetworkOfTheName() {
        networks.exportDies = true;
        assertThatThrownBy(() -> service().run(request("run-1", Map.of()))).isInstanceOf(Killed.class);
        networks.exportDies = false;
        networks.sha = "b".repeat(64);

        service().run(request("run-1", Map.of()));

        assertThat(progress.get(progress.size() - 1).message())
                .startsWith("the run began with pixels")
                .contains("that name is now pixels", "sha256 " + "b".repeat(16));
        assertThat(models).isEmpty();
    }

    @Test
    void whatCannotBeKeptIsSaidOnceAndTheRunGoesOn() {
        readOnly = true;

        service().run(request("run-1", Map.of()));

        assertThat(models).hasSize(1);
        assertThat(progress.stream().map(TrainingProgressed::message))
                .filteredOn(message -> message.contains("is not kept"))
                .singleElement()
                .asString()
                .contains("the bucket datasets must take what the trainer writes: access denied");
    }

    @Test
    void whatAClassifierOfFeaturesDoesNotReadIsSettledWithItsReason() {
        service()
                .run(request(
                        "run-1",
                        Map.of(
                                "labelSmoothing",
                                "0.1",
                                "dropout",
                                "0.3",
                                "classifierEpochs",
                                "2",
                                "sampling",
                                "balanced")));

        for (String setting : List.of("labelSmoothing", "dropout", "classifierEpochs")) {
            assertThat(Double.parseDouble(choice(models.get(0), setting).value()))
                    .isZero();
            assertThat(choice(models.get(0), setting).reason()).contains("classifier");
        }
        assertThat(progress.get(0).message()).contains("an epoch draws \"a\" 30 times from 30 images");
    }

    @Test
    void aNetworkThatIsNotKeptFailsTheRunWithTheNamesOfThoseThatAre() {
        service().run(request("run-1", Map.of("backbone", "other")));

        assertThat(progress.get(0).phase()).isEqualTo(Phase.FAILED);
        assertThat(progress.get(0).message()).isEqualTo("setting backbone is \"other\", it must be one of [pixels]");
        assertThat(objects.list(Bucket.DATASETS, "stripes/v1/features/")).isEmpty();

        networks.kept = false;
        service().run(request("run-2", Map.of()));
        assertThat(progress.get(1).message()).contains("none is: ./equipoise backbone add FILE");
    }

    @Test
    void spoiltWeightsAndAFocalLossFailTheRunInWords() {
        service().run(request("run-1", Map.of("loss", "focal")));
        assertThat(progress.get(0).message()).contains("cross-entropy or logit-adjusted with network=backbone");

        networks.spoilt = true;
        service().run(request("run-2", Map.of()));
        assertThat(progress.get(progress.size() - 1).message()).contains("answers with NaN, which is not finite");

        networks.unreadable = true;
        service().run(request("run-4", Map.of("backbone", "pixels")));
        assertThat(progress.get(progress.size() - 1).message()).isEqualTo("its record is damaged");
        networks.unreadable = false;

        networks.damaged = true;
        service().run(request("run-3", Map.of()));
        assertThat(progress.get(progress.size() - 1).message()).isEqualTo("other bytes than when it was added");
        assertThat(models).isEmpty();
    }

    @Test
    void aGraphOfOneSideDecidesItAndAnotherIsRefusedInWords() {
        networks.graph = new ImportedGraph(64, NeighbourBackbones.FEATURES, PixelRange.IMAGENET);

        service().run(request("run-1", Map.of("backboneSide", "128")));
        assertThat(progress.get(0).message())
                .isEqualTo("setting backboneSide is \"128\", it must be 64 or left out: the pretrained network takes no"
                        + " other");
        service().run(request("run-2", Map.of()));

        assertThat(networks.side).isEqualTo(64);
        assertThat(choice(models.get(0), "backboneSide").value()).isEqualTo("64");
        assertThat(choice(models.get(0), "backbone").reason()).contains("SavedModel fed imagenet");
        assertThat(objects.list(
                        Bucket.DATASETS, "stripes/v1/features/" + NeighbourBackbones.SHA + "/graph-imagenet/64/"))
                .hasSize(6);

        // The same graph, fed otherwise, sees something else.
        int looked = networks.looked;
        networks.graph = new ImportedGraph(64, NeighbourBackbones.FEATURES, PixelRange.ZERO_TO_255);
        service().run(request("run-3", Map.of()));
        assertThat(networks.looked).isEqualTo(2 * looked);
    }

    @Test
    void whoLooksAtItsEndIsToldThatThereIsNeitherShardNorCheckpoint() {
        service().run(request("run-1", Map.of("symmetry", "mirror")));

        EndedRun run = ended.get(0);
        assertThat(run.checkpoint().get()).isEmpty();
        assertThatThrownBy(() -> run.drawn().get()).isInstanceOf(RunFailedException.class);
        assertThat(run.network().members()).isEqualTo(1);
        assertThat(networks.mirrored).isEqualTo(60 + 40 + 40);
    }
}
